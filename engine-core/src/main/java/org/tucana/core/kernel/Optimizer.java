package org.tucana.core.kernel;

import java.util.List;

/**
 * One step of an optimiser for any number of parameters. The tensors of a parameter have one shape,
 * are row-major and do not overlap; all but the gradient are overwritten.
 */
public interface Optimizer {
  /**
   * Stochastic gradient descent with momentum as torch defines it.
   *
   * @param first true at the first step: the buffer becomes the gradient itself
   */
  record Sgd(double rate, double momentum, double weightDecay, boolean nesterov, boolean first) {}

  /** A parameter of gradient descent and its momentum buffer. */
  record SgdTensors(Operand value, Operand gradient, Operand buffer) {}

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
      long step) {
    /** 1 - beta1^step: the first moment divided by this is unbiased. */
    public double correction1() {
      return correction(beta1);
    }

    /** 1 - beta2^step: the second moment divided by this is unbiased. */
    public double correction2() {
      return correction(beta2);
    }

    private double correction(double beta) {
      return 1 - StrictMath.pow(beta, (double) step);
    }
  }

  /** A parameter of Adam and its running means of the gradient and of the gradient's square. */
  record AdamTensors(Operand value, Operand gradient, Operand moment1, Operand moment2) {}

  void sgd(Sgd step, List<SgdTensors> parameters);

  void adam(Adam step, List<AdamTensors> parameters);
}
