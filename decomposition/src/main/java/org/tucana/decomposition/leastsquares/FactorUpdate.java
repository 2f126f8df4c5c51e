package org.tucana.decomposition.leastsquares;

import org.ejml.data.DMatrixRMaj;

/** A way to improve one factor while the others are fixed. */
@FunctionalInterface
public interface FactorUpdate {
  /**
   * A factor whose squared residual tr(U G U^T) - 2 tr(U M^T) is no larger than the current one's.
   *
   * @param current U [I, R]
   * @param gram G [R, R], symmetric and positive semidefinite
   * @param products M [I, R]
   */
  DMatrixRMaj update(DMatrixRMaj current, DMatrixRMaj gram, DMatrixRMaj products);
}
