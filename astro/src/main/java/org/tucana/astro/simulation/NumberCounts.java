package org.tucana.astro.simulation;

import org.tucana.core.type.Philox;

/**
 * Counts of objects by magnitude: log10 N(m) rises with one slope up to a magnitude and with
 * another beyond. Galaxies of a static Euclidean universe have the slope 0.6 (Hubble 1926); it is
 * seen for r below 17 or so and flattens to 0.3 to 0.4 (Yasuda et al. 2001; Metcalfe et al. 2001).
 *
 * @param magnitudes brightest and faintest magnitude
 * @param turn where the slope changes
 * @param bright slope of log10 N per magnitude below {@code turn}
 * @param faint slope above it
 */
public record NumberCounts(Range magnitudes, double turn, double bright, double faint) {

  /** A magnitude drawn by the inverse of the cumulative counts. */
  double draw(Philox random) {
    double low = magnitudes.low();
    double high = magnitudes.high();
    double middle = Math.min(high, Math.max(low, turn));
    double below = integral(bright, low - middle, 0);
    double above = integral(faint, 0, high - middle);
    double wanted = random.nextDouble() * (below + above);
    return wanted < below
        ? middle + inverse(bright, low - middle, wanted)
        : middle + inverse(faint, 0, wanted - below);
  }

  /** Integral of 10^(slope x) from one x to another. */
  private static double integral(double slope, double from, double to) {
    double rate = slope * Math.log(10);
    return Math.abs(rate) < 1e-9 ? to - from : (Math.exp(rate * to) - Math.exp(rate * from)) / rate;
  }

  /** The x up to which the integral from {@code from} has the given value. */
  private static double inverse(double slope, double from, double value) {
    double rate = slope * Math.log(10);
    return Math.abs(rate) < 1e-9
        ? from + value
        : Math.log(Math.exp(rate * from) + rate * value) / rate;
  }
}
