package org.tucana.astro.stretch;

/**
 * The curve of colour pictures: f(s) = asinh(s / softening) / asinh(white / softening) of a signal
 * s above the sky, in units of the sky's noise. It maps the mean of the bands, and each band in the
 * same proportion, so that colours stay (Lupton et al. 2004, PASP 116, 133).
 *
 * @param softening signal up to which brightness rises about linearly
 * @param white signal that becomes white
 */
public record ColourCurve(double softening, double white) {
  /** Below this the curve is its slope, and the quotient of two tiny numbers is not needed. */
  private static final double TINY = 1e-9;

  public ColourCurve {
    StretchMath.checkAboveZero("softening", softening);
    StretchMath.checkAboveZero("white", white);
  }

  /** Brightness of a signal; below 0 for one below the sky. */
  public double brightness(double signal) {
    return StretchMath.asinh(signal / softening) / StretchMath.asinh(white / softening);
  }

  /** The signal of a brightness. */
  public double signal(double brightness) {
    return softening * Math.sinh(brightness * StretchMath.asinh(white / softening));
  }

  /** Brightness over signal: what the bands of a pixel are multiplied by. */
  public double gain(double mean) {
    return Math.abs(mean) < TINY ? brightness(TINY) / TINY : brightness(mean) / mean;
  }

  /**
   * Turns the signals of one pixel into brightness in [0, 1], in place.
   *
   * @param bands signals above the sky, in units of its noise; NaN where there is none
   * @param dark brightness of the empty sky, for each band
   */
  public void show(double[] bands, double[] dark) {
    double sum = 0;
    int known = 0;
    for (double band : bands) {
      if (Double.isFinite(band)) {
        sum += band;
        known++;
      }
    }
    double gain = gain(known == 0 ? 0 : sum / known);
    for (int c = 0; c < bands.length; c++) {
      bands[c] = Double.isFinite(bands[c]) ? dark[c] + gain * bands[c] : 0;
    }
    StretchMath.limit(bands);
  }
}
