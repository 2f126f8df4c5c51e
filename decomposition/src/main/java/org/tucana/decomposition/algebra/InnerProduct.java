package org.tucana.decomposition.algebra;

import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.DType;

/** Sums of products over all elements, in double whatever the element type, slab by slab. */
public final class InnerProduct {
  private static final int SLAB = 1 << 18;

  private InnerProduct() {}

  /**
   * The sum of x times y.
   *
   * @throws org.tucana.core.type.ShapeException where shapes or element types differ
   */
  public static double of(Tensor x, Tensor y) {
    Checks.alike("inner product", x, y);
    EagerSession session = Checks.eager("inner product", x);
    int size = x.dim(0);
    double sum = 0;
    for (int[] range : Slabs.of(size, x.shape().elements() / Math.max(1, size), SLAB)) {
      try (Scope _ = session.scope()) {
        Tensor a = Arithmetic.cast(x.slice(0, range[0], range[1]), DType.FLOAT64);
        Tensor b = x.equals(y) ? a : Arithmetic.cast(y.slice(0, range[0], range[1]), DType.FLOAT64);
        sum += Reductions.sum(Arithmetic.multiply(a, b)).item();
      }
    }
    return sum;
  }

  /** The sum of the squares. */
  public static double squaredNorm(Tensor x) {
    return of(x, x);
  }

  /** The Frobenius norm: the root of the sum of the squares. */
  public static double norm(Tensor x) {
    return Math.sqrt(squaredNorm(x));
  }
}
