package org.tucana.decomposition.spectral;

import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Products;
import org.tucana.core.op.Reductions;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * Blocked subspace iteration for the leading eigenvectors of a large Gram matrix, accelerated by
 * Chebyshev polynomials (Zhou et al., "Self-consistent-field calculations using Chebyshev-filtered
 * subspace iteration", J. Comput. Phys. 219, 2006).
 *
 * <p>A pass multiplies the block by a polynomial of G that is small between 0 and the least Ritz
 * value and grows beyond it, makes its columns orthonormal in double, and turns them by the
 * eigenvectors of the projected G (Rayleigh-Ritz, a problem of L x L for EJML). Eigenvalues far
 * above the rest would swamp the other columns at the polynomial's degree: their vectors are
 * multiplied by G alone and projected out of the others. The captured energy never falls from pass
 * to pass but for rounding.
 *
 * <p>Letters: I is the size of G [I, I], L the number of columns.
 */
final class SubspaceIteration {
  private static final int DEGREE = 4;

  /** Ritz values above the least one by more than this factor are kept out of the polynomial. */
  private static final double DOMINANT = 8;

  private final EagerSession session;
  private final Tensor gram;
  private final double energy;
  private final double accuracy;

  /**
   * An iteration on one matrix.
   *
   * @param gram G in FLOAT32 or FLOAT64; products are made in its type
   */
  SubspaceIteration(EagerSession session, Tensor gram) {
    this.session = session;
    this.gram = gram;
    try (Scope _ = session.scope()) {
      this.energy = trace(gram);
    }
    this.accuracy = gram.dtype() == DType.FLOAT64 ? 0 : 1e-9;
  }

  /** The best vectors within the span of G times a block [I, L] of FLOAT64. */
  Basis start(Tensor block) {
    try (Scope scope = session.scope()) {
      Tensor image = Products.matmul(gram, Arithmetic.cast(block, gram.dtype()));
      return rayleighRitz(image).keptBy(scope);
    }
  }

  /** One pass from orthonormal vectors, falling as eigenvectors of G or of a similar matrix. */
  Basis pass(Tensor vectors) {
    try (Scope scope = session.scope()) {
      Tensor q = Arithmetic.cast(vectors, gram.dtype());
      Tensor image = Products.matmul(gram, q);
      double[] quotients = doubles(Reductions.sum(Arithmetic.multiply(q, image), 0));
      double cut = least(quotients);
      int dominant = firstAtMost(quotients, DOMINANT * cut);
      if (cut <= Math.ulp(1f) * quotients[0] || dominant == quotients.length) {
        return rayleighRitz(image).keptBy(scope);
      }
      Tensor filtered = filter(q, image, dominant, cut);
      return rayleighRitz(
              dominant == 0
                  ? filtered
                  : Joining.concat(1, List.of(image.slice(1, 0, dominant), filtered)))
          .keptBy(scope);
    }
  }

  /** T_d(2 P G / cut - 1) on the columns after the dominant ones; P projects those out. */
  private Tensor filter(Tensor q, Tensor image, int dominant, double cut) {
    int columns = q.dim(1);
    Tensor strong = q.slice(1, 0, dominant);
    Tensor before = q.slice(1, dominant, columns);
    Tensor projected = projectedOut(strong, image.slice(1, dominant, columns));
    Tensor current = Arithmetic.subtract(Arithmetic.scale(projected, 2 / cut), before);
    for (int degree = 2; degree <= DEGREE; degree++) {
      Tensor product = projectedOut(strong, Products.matmul(gram, current));
      Tensor next =
          Arithmetic.subtract(
              Arithmetic.subtract(Arithmetic.scale(product, 4 / cut), Arithmetic.scale(current, 2)),
              before);
      before = current;
      current = next;
    }
    return current;
  }

  private static Tensor projectedOut(Tensor strong, Tensor block) {
    if (strong.dim(1) == 0) {
      return block;
    }
    Tensor shares = Products.matmul(strong.permute(1, 0), block);
    return Arithmetic.subtract(block, Products.matmul(strong, shares));
  }

  /** Orthonormal columns of the block's span, turned to be the best approximate eigenvectors. */
  private Basis rayleighRitz(Tensor block) {
    Tensor q = Orthonormal.columns(session, Arithmetic.cast(block, DType.FLOAT64), accuracy);
    Tensor image =
        Arithmetic.cast(Products.matmul(gram, Arithmetic.cast(q, gram.dtype())), DType.FLOAT64);
    Tensor projected = Products.matmul(q.permute(1, 0), image);
    int size = q.dim(1);
    SymmetricEigen eigen = SymmetricEigen.of(doubles(projected), size);
    Tensor turn = session.upload(HostTensor.of(Shape.of(size, size), eigen.vectors()));
    return new Basis(Products.matmul(q, turn), eigen.values(), energy);
  }

  /** The diagonal lies {@code n + 1} apart: all but its last element are a column of a view. */
  private static double trace(Tensor gram) {
    int n = gram.dim(0);
    Tensor flat = gram.reshape(n * n);
    double last = flat.slice(0, n * n - 1, n * n).item();
    if (n == 1) {
      return last;
    }
    Tensor column = flat.slice(0, 0, n * n - 1).reshape(n - 1, n + 1).slice(1, 0, 1);
    return last + Reductions.sum(Arithmetic.cast(column, DType.FLOAT64)).item();
  }

  private static double[] doubles(Tensor x) {
    return (double[]) Arithmetic.cast(x, DType.FLOAT64).read().array();
  }

  private static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static int firstAtMost(double[] values, double limit) {
    int i = 0;
    while (i < values.length && values[i] > limit) {
      i++;
    }
    return i;
  }
}
