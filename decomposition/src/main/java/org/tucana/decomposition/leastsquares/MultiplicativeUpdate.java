package org.tucana.decomposition.leastsquares;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A better nonnegative factor by the multiplicative rule: U becomes U * M / (U G), entry by entry
 * (Lee and Seung, "Algorithms for Non-negative Matrix Factorization", NIPS 2000). Numerators and
 * denominators are kept above zero, so that no entry is lost for good.
 */
public final class MultiplicativeUpdate implements FactorUpdate {
  /** The least numerator and denominator. */
  public static final double FLOOR = Math.ulp(1.0);

  @Override
  public DMatrixRMaj update(DMatrixRMaj current, DMatrixRMaj gram, DMatrixRMaj products) {
    DMatrixRMaj updated = new DMatrixRMaj(current.numRows, current.numCols);
    CommonOps_DDRM.mult(current, gram, updated);
    for (int i = 0; i < updated.data.length; i++) {
      double numerator = Math.max(products.data[i], FLOOR);
      updated.data[i] = current.data[i] * numerator / Math.max(updated.data[i], FLOOR);
    }
    return updated;
  }
}
