package org.tucana.astro.simulation;

/**
 * The point-spread function of Moffat 1969: (beta - 1) / (pi a^2) (1 + r^2 / a^2)^-beta with all of
 * its light summing to 1.
 *
 * @param fwhm full width at half maximum, 2 a sqrt(2^(1 / beta) - 1), pixels
 * @param beta above 1; smaller values have brighter wings
 */
public record Moffat(double fwhm, double beta) {
  /** Gaussians that are tried on either side of rate 1. */
  private static final int NODES = 8;

  /** Gaussians with less light are left out. */
  private static final double LEAST_LIGHT = 0.004;

  public Moffat {
    if (!(fwhm > 0) || !(beta > 1)) {
      throw new IllegalArgumentException(
          "Moffat: expected a width above 0 and beta above 1, got " + fwhm + " and " + beta);
    }
  }

  /** The scale a, pixels. */
  double scale() {
    return fwhm / (2 * Math.sqrt(Math.pow(2, 1 / beta) - 1));
  }

  /** Light per square pixel at a squared distance from the centre. */
  double at(double squaredRadius) {
    double a2 = scale() * scale();
    return (beta - 1) / (Math.PI * a2) * Math.pow(1 + squaredRadius / a2, -beta);
  }

  /** Distance at which the density has fallen to a value; 0 where it never reaches it. */
  double radiusWhere(double density) {
    double ratio = at(0) / density;
    return ratio <= 1 ? 0 : scale() * Math.sqrt(Math.pow(ratio, 1 / beta) - 1);
  }

  /**
   * A plane seen through this function, as a sum of Gaussians: a Moffat function is the mean of
   * normalised Gaussians of variance a^2 / (2 t) over a gamma distribution of t with shape beta -
   * 1, which the trapezoidal rule in log t sums. The error stays below 2 % of the peak.
   */
  float[] convolve(float[] plane, int height, int width) {
    double[] weights = new double[2 * NODES + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double t = rate(i);
      weights[i] = Math.pow(t, beta - 1) * Math.exp(-t);
      sum += weights[i];
    }
    double kept = 0;
    for (double weight : weights) {
      kept += weight >= LEAST_LIGHT * sum ? weight : 0;
    }
    WideBlur seen = new WideBlur(plane, height, width);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] >= LEAST_LIGHT * sum) {
        seen.add(scale() / Math.sqrt(2 * rate(i)), weights[i] / kept);
      }
    }
    return seen.total();
  }

  /** Rates lie the nearer, the narrower their distribution is. */
  private double rate(int i) {
    return Math.exp(1.6 / Math.sqrt(beta) * (i - NODES));
  }
}
