package org.tucana.decomposition.algebra;

import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.Shape;

/**
 * What an approximation misses, from the differences themselves, in double and slab by slab:
 * neither the approximation nor the differences are ever whole in memory.
 */
public final class Residual {
  /** Elements of a slab. */
  private static final int SLAB = 1 << 18;

  private Residual() {}

  /** An approximation that can be made in parts. */
  @FunctionalInterface
  public interface Rows {
    /** Rows {@code from..to-1} along axis 0. */
    Tensor rows(int from, int to);
  }

  /**
   * The Frobenius norm of x - y over that of x.
   *
   * @throws org.tucana.core.type.ShapeException where x is all zeros or y has other shapes
   */
  public static double relative(Tensor x, Rows approximation) {
    return relative(x, InnerProduct.squaredNorm(x), approximation);
  }

  /**
   * As {@link #relative(Tensor, Rows)}, for those who know the sum of the squares of x.
   *
   * @param energy {@link InnerProduct#squaredNorm} of x
   */
  public static double relative(Tensor x, double energy, Rows approximation) {
    Checks.tensor("residual", x);
    EagerSession session = Checks.eager("residual", x);
    if (energy == 0) {
      throw Checks.refuse(
          "residual", "the tensor is all zeros and has no relative error; leave it as it is");
    }
    int size = x.dim(0);
    double missing = 0;
    for (int[] range : Slabs.of(size, x.shape().elements() / Math.max(1, size), SLAB)) {
      try (Scope _ = session.scope()) {
        Tensor part = x.slice(0, range[0], range[1]);
        Tensor rows = approximation.rows(range[0], range[1]);
        Shape expected = part.shape();
        if (!rows.shape().equals(expected)) {
          throw Checks.refuse(
              "residual",
              "expected rows of shape "
                  + expected
                  + ", got "
                  + rows.shape()
                  + "; approximate the same tensor");
        }
        missing += InnerProduct.squaredNorm(Arithmetic.subtract(part, rows));
      }
    }
    return Math.sqrt(missing / energy);
  }
}
