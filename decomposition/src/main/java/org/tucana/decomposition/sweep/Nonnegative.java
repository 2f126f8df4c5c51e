package org.tucana.decomposition.sweep;

import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionChecks;

/** What nonnegative methods refuse. */
public final class Nonnegative {
  private Nonnegative() {}

  /** Refuses a tensor without positive elements, whose best nonnegative parts are zeros. */
  public static void checkSomePositive(String method, Tensor x) {
    try (Scope _ = DecompositionChecks.session(method, x).scope()) {
      if (Reductions.maximum(x).item() <= 0) {
        throw new ShapeException(
            method
                + ": the tensor "
                + x.type()
                + " has no positive element, and nonnegative parts cannot fit it; change its sign"
                + " or use hooi or cp");
      }
    }
  }

  /** Refuses a tensor with negative elements. */
  public static void checkNoneNegative(String method, String what, Tensor x) {
    try (Scope _ = DecompositionChecks.session(method, x).scope()) {
      double least = Reductions.minimum(x).item();
      if (least < 0) {
        throw new ShapeException(
            method
                + ": expected a "
                + what
                + " without negative elements, got "
                + x.type()
                + " whose least is "
                + least
                + "; set them to 0 or, for data, use ntd");
      }
    }
  }
}
