package org.tucana.nn.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.HostTensor;

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
    try (Scope _ = session.scope()) {
      List<Tensor> sums = new ArrayList<>();
      for (Tensor gradient : gradients.parameters().values()) {
        try (Scope product = session.scope()) {
          sums.add(product.keep(sumOfSquares(gradient)));
        }
      }
      if (!sums.isEmpty()) {
        // Read at once: each reading waits for the backend.
        HostTensor all = Joining.concat(0, sums).read();
        for (int i = 0; i < sums.size(); i++) {
          squares += all.get(i);
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static Tensor sumOfSquares(Tensor gradient) {
    return Reductions.sum(Arithmetic.multiply(gradient, gradient)).reshape(1);
  }

  /** What to multiply gradients of the given norm by, so that the norm is at most the limit. */
  public static double clipFactor(double norm, double limit) {
    return Math.min(1, limit / (norm + GUARD));
  }
}
