package org.tucana.core.kernel;

/**
 * Evenly spaced numbers that values are rounded to, zero among them: {@code step * q} for whole q
 * from {@code lowest} to {@code highest}.
 *
 * @param step between neighbours, positive
 * @param lowest q of the smallest, at most 0
 * @param highest q of the largest, at least 0
 */
public record Levels(double step, int lowest, int highest) {
  public Levels {
    if (!(step > 0 && Double.isFinite(step)) || lowest > 0 || highest < 0) {
      throw new IllegalArgumentException(
          "levels: a positive step and zero between lowest and highest wanted, got step "
              + step
              + ", "
              + lowest
              + " to "
              + highest);
    }
  }

  /**
   * The nearest level: {@code step * min(max(rint(x / step), lowest), highest)} in double. Halfway
   * between two it is the even one; NaN stays NaN.
   */
  public double round(double x) {
    return step * Math.min(Math.max(Math.rint(x / step), lowest), highest);
  }
}
