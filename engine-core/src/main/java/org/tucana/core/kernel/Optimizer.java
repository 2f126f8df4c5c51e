package org.tucana.core.kernel;

/** One step of an optimiser for one parameter; operands of one shape, row-major. */
public interface Optimizer {
  /**
   * Stochastic gradient descent with momentum as torch defines it.
   *
   * @param first true at the first step: the buffer becomes the gradient itself
   */
  record Sgd(double rate, double momentum, double weightDecay, boolean nesterov, boolean first) {}

  /**
   * Adam with bias correction at step {@code step} (from 1); decoupled weight decay is AdamW, else
   * the decay is added to the gradient.
   */
  record Adam(
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean decoupled,
      long step) {}

  void sgd(
      Sgd step,
      Operand value,
      Operand gradient,
      Operand buffer,
      Operand newValue,
      Operand newBuffer);

  void adam(
      Adam step,
      Operand value,
      Operand gradient,
      Operand moment1,
      Operand moment2,
      Operand newValue,
      Operand newMoment1,
      Operand newMoment2);
}
