package org.tucana.nn.optimizer;

import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;

/** The length of all gradients taken as one vector. */
public final class GradientNorm {
  /** Torch's guard against division by zero. */
  private static final double GUARD = 1e-6;

  private GradientNorm() {}

  /**
   * The Euclidean norm over all parameters; each tensor's sum of squares is accumulated in double
   * by the backend, and the tensors' sums are added in the parameters' order.
   */
  public static double of(EagerSession session, Gradients gradients) {
    double squares = 0;
    for (Tensor gradient : gradients.parameters().values()) {
      try (Scope _ = session.scope()) {
        squares += Reductions.sum(Arithmetic.multiply(gradient, gradient)).item();
      }
    }
    return Math.sqrt(squares);
  }

  /** What to multiply gradients of the given norm by, so that the norm is at most the limit. */
  public static double clipFactor(double norm, double limit) {
    return Math.min(1, limit / (norm + GUARD));
  }
}
