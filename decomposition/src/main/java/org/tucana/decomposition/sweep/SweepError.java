package org.tucana.decomposition.sweep;

import org.tucana.core.Tensor;
import org.tucana.core.type.DType;
import org.tucana.decomposition.algebra.Residual;

/**
 * The relative error after a sweep: from ||X - Y||^2 = ||X||^2 - 2 (X, Y) + ||Y||^2 where that is
 * well above the rounding of its terms, from the residual itself where it is not.
 *
 * @param x X
 * @param energy ||X||^2
 */
public record SweepError(Tensor x, double energy) {
  /** Squared relative errors up to which the terms cancel too much. */
  private static final double SINGLE = 1e-3;

  private static final double DOUBLE = 1e-6;

  /**
   * Of an approximation Y.
   *
   * @param product (X, Y)
   * @param squaredNorm ||Y||^2
   * @param rows of Y, where they have to be looked at
   */
  public double of(double product, double squaredNorm, Residual.Rows rows) {
    double squared = (energy - 2 * product + squaredNorm) / energy;
    if (squared > (x.dtype() == DType.FLOAT64 ? DOUBLE : SINGLE)) {
      return Math.sqrt(squared);
    }
    return Residual.relative(x, energy, rows);
  }
}
