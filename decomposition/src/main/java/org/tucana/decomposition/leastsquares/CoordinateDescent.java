package org.tucana.decomposition.leastsquares;

import org.ejml.data.DMatrixRMaj;

/**
 * A better nonnegative factor by coordinate descent, the rule of HALS (Cichocki and Phan, "Fast
 * Local Algorithms for Large Scale Nonnegative Matrix and Tensor Factorizations", IEICE Trans.
 * E92-A, 2009): entry by entry, u_ir becomes max(0, u_ir + (m_ir - (U G)_ir) / g_rr). Rows do not
 * depend on each other, so that each is swept until it moves by little of what its first sweep
 * moved it (Gillis and Glineur, Neural Computation 24, 2012).
 */
public final class CoordinateDescent implements FactorUpdate {
  private static final int SWEEPS = 20;

  /** Squared movement, relative to that of the first sweep, at which a row is left. */
  private static final double SETTLED = 1e-4;

  @Override
  public DMatrixRMaj update(DMatrixRMaj current, DMatrixRMaj gram, DMatrixRMaj products) {
    int rank = gram.numRows;
    double[] inverse = new double[rank];
    for (int r = 0; r < rank; r++) {
      inverse[r] = gram.get(r, r) > 0 ? 1 / gram.get(r, r) : 0;
    }
    DMatrixRMaj updated = current.copy();
    double[] row = new double[rank];
    double[] gradient = new double[rank];
    for (int start = 0; start < updated.data.length; start += rank) {
      System.arraycopy(updated.data, start, row, 0, rank);
      System.arraycopy(products.data, start, gradient, 0, rank);
      for (int r = 0; r < rank; r++) {
        subtract(gradient, row[r], gram.data, r * rank);
      }
      double first = sweep(row, gradient, gram.data, inverse);
      double moved = first;
      for (int i = 1; i < SWEEPS && moved > SETTLED * first; i++) {
        moved = sweep(row, gradient, gram.data, inverse);
      }
      System.arraycopy(row, 0, updated.data, start, rank);
    }
    return updated;
  }

  /** Lowers each entry of a row in turn, keeps the negative gradient, and says how far it moved. */
  private static double sweep(double[] row, double[] gradient, double[] gram, double[] inverse) {
    double moved = 0;
    for (int r = 0; r < row.length; r++) {
      double step = Math.max(-row[r], gradient[r] * inverse[r]);
      if (step != 0) {
        row[r] += step;
        moved += step * step;
        subtract(gradient, step, gram, r * row.length);
      }
    }
    return moved;
  }

  private static void subtract(double[] gradient, double factor, double[] gram, int offset) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] -= factor * gram[offset + i];
    }
  }
}
