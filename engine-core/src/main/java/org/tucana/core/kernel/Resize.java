package org.tucana.core.kernel;

/** Interpolation over the last two axes of [N,C,H,W]; all row-major. */
public interface Resize {
  /** Output row i takes input row floor(i * H / P). */
  void nearest(Operand x, Operand y);

  void nearestGradient(Operand dy, Operand dx);

  /** Half-pixel centres: source coordinate (i + 0.5) * H / P - 0.5, clamped at 0. */
  void bilinear(Operand x, Operand y);

  void bilinearGradient(Operand dy, Operand dx);
}
