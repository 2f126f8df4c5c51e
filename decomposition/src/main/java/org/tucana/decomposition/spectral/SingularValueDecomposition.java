package org.tucana.decomposition.spectral;

import java.util.Arrays;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.type.DType;
import org.tucana.core.type.ShapeException;

/**
 * A = U diag(s) V^T of a matrix [m, n], complete or of its r largest singular values, in double.
 *
 * @param left U, FLOAT64 [m, r]
 * @param values s, falling
 * @param right V, FLOAT64 [n, r]
 */
public record SingularValueDecomposition(Tensor left, double[] values, Tensor right) {
  private static final double CONVERGED = 1e-12;

  /**
   * The largest singular values with their vectors.
   *
   * @param matrix FLOAT32 or FLOAT64 [m, n]
   * @param rank r, from 1 to the smaller of m and n
   * @throws ShapeException where rank and matrix do not fit
   */
  public static SingularValueDecomposition of(Tensor matrix, int rank) {
    EagerSession session = session(matrix);
    if (rank < 1 || rank > Math.min(matrix.dim(0), matrix.dim(1))) {
      throw new ShapeException(
          "singular values: expected a number from 1 to the smaller side of "
              + matrix.shape()
              + ", got "
              + rank
              + "; ask for fewer");
    }
    try (Scope scope = session.scope()) {
      Tensor a = Arithmetic.cast(matrix, DType.FLOAT64);
      boolean wide = a.dim(0) <= a.dim(1);
      Tensor rows = wide ? a : a.permute(1, 0);
      Basis basis = LeadingVectors.of(session, rows, 0).leading(rank, CONVERGED, 0);
      Tensor near = basis.leading(rank);
      Tensor far = Orthonormal.columns(session, Products.matmul(rows.permute(1, 0), near), 0);
      return new SingularValueDecomposition(
          scope.keep(wide ? near : far),
          roots(Arrays.copyOf(basis.values(), rank)),
          scope.keep(wide ? far : near));
    }
  }

  /**
   * All singular values, falling: min(m, n) of them, with errors up to some hundred roundings of
   * the largest.
   *
   * @param matrix FLOAT32 or FLOAT64 [m, n]
   */
  public static double[] values(Tensor matrix) {
    EagerSession session = session(matrix);
    try (Scope _ = session.scope()) {
      Tensor a = Arithmetic.cast(matrix, DType.FLOAT64);
      int side = a.dim(0) <= a.dim(1) ? 0 : 1;
      return roots(ExactBasis.of(session, a, side, a.dim(side)).values());
    }
  }

  private static double[] roots(double[] squares) {
    return Arrays.stream(squares).map(value -> Math.sqrt(Math.max(0, value))).toArray();
  }

  private static EagerSession session(Tensor matrix) {
    if (matrix.shape().rank() != 2 || !matrix.dtype().isDifferentiable()) {
      throw new ShapeException(
          "singular values: expected a FLOAT32 or FLOAT64 matrix, got "
              + matrix.type()
              + "; reshape or cast it");
    }
    if (matrix.session() instanceof EagerSession session) {
      return session;
    }
    throw new ShapeException(
        "singular values: a tracing session has no values; use an eager session");
  }
}
