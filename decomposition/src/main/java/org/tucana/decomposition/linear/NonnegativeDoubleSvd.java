package org.tucana.decomposition.linear;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.decomposition.leastsquares.HostMatrices;
import org.tucana.decomposition.spectral.SmallerSide;

/**
 * Nonnegative factors to start a matrix factorisation from: of each pair of singular vectors the
 * positive or the negative parts, whichever weigh more (Boutsidis and Gallopoulos, "SVD based
 * initialization: A head start for nonnegative matrix factorization", Pattern Recognition 41,
 * 2008).
 */
final class NonnegativeDoubleSvd {
  private static final double CLOSE = 1e-3;

  private NonnegativeDoubleSvd() {}

  /** Factors [m, k] and [n, k] of a matrix [m, n]. */
  static List<DMatrixRMaj> factors(EagerSession session, Tensor matrix, int count) {
    try (Scope _ = session.scope()) {
      SmallerSide side = SmallerSide.of(session, matrix);
      Tensor vectors = side.vectors().leading(count, CLOSE, 0).leading(count);
      DMatrixRMaj near = HostMatrices.read(vectors);
      DMatrixRMaj far = HostMatrices.read(side.image(vectors));
      for (int r = 0; r < count; r++) {
        double positive = norm(near, r, 1) * norm(far, r, 1);
        double negative = norm(near, r, -1) * norm(far, r, -1);
        double sign = positive >= negative ? 1 : -1;
        keep(near, r, sign);
        keep(far, r, sign);
      }
      return side.isLeft() ? List.of(near, far) : List.of(far, near);
    }
  }

  /** The length of the part of a column that has a sign. */
  private static double norm(DMatrixRMaj matrix, int column, double sign) {
    double sum = 0;
    for (int i = 0; i < matrix.numRows; i++) {
      double value = Math.max(0, sign * matrix.get(i, column));
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static void keep(DMatrixRMaj matrix, int column, double sign) {
    for (int i = 0; i < matrix.numRows; i++) {
      matrix.set(i, column, Math.max(0, sign * matrix.get(i, column)));
    }
  }
}
