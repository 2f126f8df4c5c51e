package org.tucana.decomposition.spectral;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.algebra.GramMatrix;
import org.tucana.decomposition.algebra.ModeProduct;

/**
 * All left singular vectors of an unfolding from its Gram matrix in double.
 *
 * <p>A Gram matrix squares singular values, so that those below the root of rounding are lost. In
 * FLOAT32 data they are noise anyway. In FLOAT64, vectors whose eigenvalues are far below the
 * largest are found again: the unfolding is projected on what they span, where the large values are
 * gone, and the Gram matrix of that is solved. Singular values so have errors of some hundred
 * roundings of the largest one, where an SVD of the unfolding has some.
 */
final class ExactBasis {
  /** Eigenvalues below this part of the largest are found again. */
  private static final double WEAK = 1e-4;

  private ExactBasis() {}

  /**
   * Solves for one mode.
   *
   * @param wanted number of vectors that matter to the caller; the others may be less exact
   */
  static Basis of(EagerSession session, Tensor x, int mode, int wanted) {
    try (Scope scope = session.scope()) {
      Solution all = solve(session, x, mode);
      int n = all.values.length;
      double energy = Arrays.stream(all.values).sum();
      double[] values = all.values;
      Tensor vectors = all.vectors;
      double floor = square(n * Math.ulp(1.0)) * values[0];
      int from = 0;
      while (x.dtype() == DType.FLOAT64 && values[from] > floor) {
        int weak = firstBelow(values, WEAK * values[from], from);
        if (weak >= wanted) {
          break;
        }
        Tensor strong = vectors.slice(1, 0, weak);
        Tensor rest = vectors.slice(1, weak, n);
        Solution part = solve(session, ModeProduct.multiplyTransposed(x, mode, rest), mode);
        vectors = Joining.concat(1, List.of(strong, Products.matmul(rest, part.vectors)));
        values = values.clone();
        System.arraycopy(part.values, 0, values, weak, n - weak);
        from = weak;
      }
      return new Basis(vectors, values, energy).withAgreedSigns().keptBy(scope);
    }
  }

  private record Solution(double[] values, Tensor vectors) {}

  private static Solution solve(EagerSession session, Tensor x, int mode) {
    int n = x.dim(mode);
    Tensor gram = GramMatrix.of(x, mode, DType.FLOAT64);
    SymmetricEigen eigen = SymmetricEigen.of((double[]) gram.read().array(), n);
    return new Solution(
        eigen.values(), session.upload(HostTensor.of(Shape.of(n, n), eigen.vectors())));
  }

  private static int firstBelow(double[] values, double limit, int from) {
    int i = from;
    while (i < values.length && values[i] >= limit) {
      i++;
    }
    return i;
  }

  private static double square(double x) {
    return x * x;
  }
}
