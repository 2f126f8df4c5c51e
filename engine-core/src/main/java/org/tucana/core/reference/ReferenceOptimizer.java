package org.tucana.core.reference;

import java.util.List;
import org.tucana.core.kernel.Optimizer;

/** Steps of optimisers, element by element. */
final class ReferenceOptimizer implements Optimizer {
  @Override
  public void sgd(Sgd step, List<SgdTensors> parameters) {
    parameters.forEach(p -> sgd(step, p));
  }

  /**
   * g = gradient + weightDecay * value; buffer = momentum * buffer + g (g itself at the first
   * step); value -= rate * buffer, or rate * (g + momentum * buffer) with Nesterov's momentum.
   */
  private static void sgd(Sgd step, SgdTensors parameter) {
    Cells values = Cells.of(parameter.value());
    Cells gradients = Cells.of(parameter.gradient());
    Cells buffer = Cells.of(parameter.buffer());
    for (int i = 0; i < values.size(); i++) {
      double g = gradients.get(i) + step.weightDecay() * values.get(i);
      double b = step.first() ? g : step.momentum() * buffer.get(i) + g;
      double direction = step.nesterov() ? g + step.momentum() * b : b;
      buffer.set(i, b);
      values.set(i, values.get(i) - step.rate() * direction);
    }
  }

  @Override
  public void adam(Adam step, List<AdamTensors> parameters) {
    parameters.forEach(p -> adam(step, p));
  }

  /**
   * m1 and m2 are running means of the gradient and of its square; divided by 1 - beta^step they
   * are unbiased. value -= rate * m1 / (sqrt(m2) + epsilon) (Kingma and Ba 2015; decoupled decay:
   * Loshchilov and Hutter 2019).
   */
  private static void adam(Adam step, AdamTensors parameter) {
    Cells values = Cells.of(parameter.value());
    Cells gradients = Cells.of(parameter.gradient());
    Cells first = Cells.of(parameter.moment1());
    Cells second = Cells.of(parameter.moment2());
    for (int i = 0; i < values.size(); i++) {
      double v = values.get(i);
      double g = gradients.get(i);
      if (step.decoupled()) {
        v -= step.rate() * step.weightDecay() * v;
      } else {
        g += step.weightDecay() * v;
      }
      double m1 = step.beta1() * first.get(i) + (1 - step.beta1()) * g;
      double m2 = step.beta2() * second.get(i) + (1 - step.beta2()) * g * g;
      double direction =
          m1 / step.correction1() / (Math.sqrt(m2 / step.correction2()) + step.epsilon());
      first.set(i, m1);
      second.set(i, m2);
      values.set(i, v - step.rate() * direction);
    }
  }
}
