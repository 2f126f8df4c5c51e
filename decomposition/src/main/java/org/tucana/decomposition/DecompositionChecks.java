package org.tucana.decomposition;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.ShapeException;

/** What every decomposition refuses. */
public final class DecompositionChecks {
  private DecompositionChecks() {}

  /**
   * The session of a tensor whose type and shape can be decomposed.
   *
   * @param method heads the message
   * @throws ShapeException for integers, order 1, and nothing at all
   */
  public static EagerSession decomposable(String method, Tensor x) {
    if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw new ShapeException(
          method
              + ": expected a tensor of FLOAT32 or FLOAT64, got "
              + x.type()
              + "; convert it to floating point");
    }
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          method
              + ": expected a tensor of order 2 or more, got "
              + x.type()
              + "; reshape it to a matrix or more");
    }
    if (x.shape().elements() == 0) {
      throw new ShapeException(method + ": the tensor " + x.type() + " is empty; give it elements");
    }
    return session(method, x);
  }

  /** The session of a tensor, which has to compute at once. */
  public static EagerSession session(String method, Tensor x) {
    if (x.session() instanceof EagerSession session) {
      return session;
    }
    throw new ShapeException(
        method + ": it reads values, which a tracing session lacks; use an eager session");
  }
}
