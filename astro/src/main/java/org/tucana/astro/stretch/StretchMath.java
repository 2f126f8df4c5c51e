package org.tucana.astro.stretch;

/** What stretches have in common: the curve, the rule for what is too bright, checks. */
final class StretchMath {
  private StretchMath() {}

  /** The area hyperbolic sine, odd to the last bit. */
  static double asinh(double x) {
    double size = Math.abs(x);
    return Math.copySign(StrictMath.log(size + Math.sqrt(size * size + 1)), x);
  }

  /**
   * Brings the bands of one pixel into [0, 1], in place: where the brightest exceeds 1 all are
   * divided by it, which keeps the colour (Lupton et al. 2004, section 2); what is negative or no
   * number becomes 0.
   */
  static void limit(double[] bands) {
    double brightest = 1;
    for (double band : bands) {
      brightest = band > brightest ? band : brightest;
    }
    for (int c = 0; c < bands.length; c++) {
      bands[c] = bands[c] > 0 ? bands[c] / brightest : 0;
    }
  }

  static void checkLimits(double low, double high) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "stretch: expected black below white, got " + low + " and " + high);
    }
  }

  static void checkAboveZero(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("stretch: expected " + what + " above 0, got " + value);
    }
  }
}
