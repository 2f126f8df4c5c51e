package org.tucana.core.kernel;

/** Pooling over the last two axes of [N,C,H,W]; all row-major. */
public interface Pooling {
  /**
   * Largest value of each window (padding counts as -infinity, NaN wins) and its place: {@code
   * indices} INT32 holds y * W + x; of equal values the first in row-major order.
   */
  void maximum(PoolGeometry geometry, Operand x, Operand y, Operand indices);

  /** Adds each dy to the place its maximum came from; dx is overwritten. */
  void maximumGradient(Operand dy, Operand indices, Operand dx);

  /** Mean of rows floor(i*H/P) .. ceil((i+1)*H/P)-1 and the like columns for output (i, j). */
  void adaptiveAverage(Operand x, Operand y);

  void adaptiveAverageGradient(Operand dy, Operand dx);
}
