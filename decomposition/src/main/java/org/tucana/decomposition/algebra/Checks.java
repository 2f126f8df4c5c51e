package org.tucana.decomposition.algebra;

import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.core.type.ShapeException;

/** What the operations of this package refuse. */
final class Checks {
  private Checks() {}

  static ShapeException refuse(String operation, String fault) {
    return new ShapeException(operation + ": " + fault);
  }

  /** Refuses what is no FLOAT32 or FLOAT64 tensor of order 1 or more. */
  static void tensor(String operation, Tensor x) {
    if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw refuse(operation, "expected FLOAT32 or FLOAT64, got " + x.type() + "; cast it");
    }
    if (x.shape().rank() == 0) {
      throw refuse(operation, "expected a tensor of order 1 or more, got a scalar; reshape it");
    }
  }

  /** Refuses what is no FLOAT32 or FLOAT64 matrix. */
  static void matrix(String operation, Tensor matrix) {
    tensor(operation, matrix);
    if (matrix.shape().rank() != 2) {
      throw refuse(operation, "expected a matrix, got " + matrix.type() + "; reshape it");
    }
  }

  /** Refuses a mode that a tensor does not have. */
  static void mode(String operation, Tensor x, int mode) {
    if (mode < 0 || mode >= x.shape().rank()) {
      throw refuse(
          operation,
          "expected a mode in 0.."
              + (x.shape().rank() - 1)
              + " for a tensor of shape "
              + x.shape()
              + ", got "
              + mode
              + "; modes count from 0");
    }
  }

  /** Refuses two tensors of unlike element types. */
  static void sameType(String operation, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw refuse(
          operation,
          "expected operands of one element type, got "
              + a.type()
              + " and "
              + b.type()
              + "; cast one of them");
    }
  }

  /** Refuses two tensors of unlike shapes or element types. */
  static void alike(String operation, Tensor a, Tensor b) {
    tensor(operation, a);
    tensor(operation, b);
    sameType(operation, a, b);
    if (!a.shape().equals(b.shape())) {
      throw refuse(
          operation,
          "expected operands of one shape, got "
              + a.shape()
              + " and "
              + b.shape()
              + "; reshape one of them");
    }
  }

  /** The session of a tensor, which has to compute at once. */
  static EagerSession eager(String operation, Tensor x) {
    if (x.session() instanceof EagerSession session) {
      return session;
    }
    throw refuse(operation, "it reads values, which a tracing session lacks; use an eager one");
  }
}
