package org.tucana.nn.optimizer;

import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Parameter;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.op.Optimizers;

/** How a gradient changes a parameter. */
public sealed interface UpdateRule {
  double rate();

  /** Names of the tensors that the rule remembers for each parameter. */
  List<String> memories();

  /** Overwrites parameters and their memories, all of them at once. */
  void update(EagerSession session, At at, List<Update> updates);

  /**
   * A parameter to update.
   *
   * @param memories what the rule remembers for it, as {@link #memories} names them
   */
  record Update(Parameter value, Tensor gradient, List<Parameter> memories) {}

  /**
   * What differs between groups of parameters and between steps.
   *
   * @param rateFactor multiplies the rate
   * @param decayFactor multiplies the weight decay
   * @param earlierUpdates how often the parameter was updated before
   */
  record At(double rateFactor, double decayFactor, long earlierUpdates) {}

  /** Stochastic gradient descent with momentum, in torch's form (decay added to the gradient). */
  record Sgd(double rate, double momentum, double weightDecay, boolean nesterov)
      implements UpdateRule {
    public Sgd {
      check(rate, momentum, weightDecay);
    }

    @Override
    public List<String> memories() {
      return List.of("momentum");
    }

    @Override
    public void update(EagerSession session, At at, List<Update> updates) {
      Optimizers.sgd(
          session,
          new Optimizer.Sgd(
              rate * at.rateFactor(),
              momentum,
              weightDecay * at.decayFactor(),
              nesterov,
              at.earlierUpdates() == 0),
          updates.stream()
              .map(u -> new Optimizers.SgdUpdate(u.value(), u.gradient(), u.memories().getFirst()))
              .toList());
    }
  }

  /**
   * Adam (Kingma and Ba, ICLR 2015) with decoupled weight decay (AdamW, Loshchilov and Hutter, ICLR
   * 2019) or, as the first paper has it, decay added to the gradient.
   */
  record Adam(
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean decoupled)
      implements UpdateRule {
    public Adam {
      check(rate, beta1, weightDecay);
      check(rate, beta2, epsilon);
    }

    /** Torch's AdamW: betas 0.9 and 0.999, epsilon 1e-8. */
    public static Adam decoupled(double rate, double weightDecay) {
      return new Adam(rate, 0.9, 0.999, 1e-8, weightDecay, true);
    }

    @Override
    public List<String> memories() {
      return List.of("moment1", "moment2");
    }

    @Override
    public void update(EagerSession session, At at, List<Update> updates) {
      Optimizers.adam(
          session,
          new Optimizer.Adam(
              rate * at.rateFactor(),
              beta1,
              beta2,
              epsilon,
              weightDecay * at.decayFactor(),
              decoupled,
              at.earlierUpdates() + 1),
          updates.stream()
              .map(u ->
                  new Optimizers.AdamUpdate(
                      u.value(), u.gradient(), u.memories().get(0), u.memories().get(1)))
              .toList());
    }
  }

  private static void check(double rate, double average, double other) {
    if (!(rate > 0) || !(average >= 0 && average < 1) || !(other >= 0)) {
      throw new IllegalArgumentException(
          "optimiser: rate must be positive, momentum and betas lie in [0,1), decay and epsilon not"
              + " be negative; got "
              + rate
              + ", "
              + average
              + ", "
              + other);
    }
  }
}
