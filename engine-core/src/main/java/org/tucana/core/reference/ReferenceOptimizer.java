package org.tucana.core.reference;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;

/** Steps of optimisers, element by element. */
final class ReferenceOptimizer implements Optimizer {
  /**
   * g = gradient + weightDecay * value; buffer = momentum * buffer + g (g itself at the first
   * step); value -= rate * buffer, or rate * (g + momentum * buffer) with Nesterov's momentum.
   */
  @Override
  public void sgd(
      Sgd step,
      Operand value,
      Operand gradient,
      Operand buffer,
      Operand newValue,
      Operand newBuffer) {
    Cells values = Cells.of(value);
    Cells gradients = Cells.of(gradient);
    Cells before = Cells.of(buffer);
    Cells after = Cells.of(newBuffer);
    Cells to = Cells.of(newValue);
    for (int i = 0; i < values.size(); i++) {
      double g = gradients.get(i) + step.weightDecay() * values.get(i);
      double b = step.first() ? g : step.momentum() * before.get(i) + g;
      double direction = step.nesterov() ? g + step.momentum() * b : b;
      after.set(i, b);
      to.set(i, values.get(i) - step.rate() * direction);
    }
  }

  /**
   * m1 and m2 are running means of the gradient and of its square; divided by 1 - beta^step they
   * are unbiased. value -= rate * m1 / (sqrt(m2) + epsilon) (Kingma and Ba 2015; decoupled decay:
   * Loshchilov and Hutter 2019).
   */
  @Override
  public void adam(
      Adam step,
      Operand value,
      Operand gradient,
      Operand moment1,
      Operand moment2,
      Operand newValue,
      Operand newMoment1,
      Operand newMoment2) {
    Cells values = Cells.of(value);
    Cells gradients = Cells.of(gradient);
    Cells first = Cells.of(moment1);
    Cells second = Cells.of(moment2);
    double correction1 = 1 - StrictMath.pow(step.beta1(), (double) step.step());
    double correction2 = 1 - StrictMath.pow(step.beta2(), (double) step.step());
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
      double direction = m1 / correction1 / (Math.sqrt(m2 / correction2) + step.epsilon());
      Cells.of(newMoment1).set(i, m1);
      Cells.of(newMoment2).set(i, m2);
      Cells.of(newValue).set(i, v - step.rate() * direction);
    }
  }
}
