package org.tucana.astro.simulation;

import org.tucana.core.type.Philox;

/** Redshifts and sizes of galaxies. */
final class GalaxyStatistics {
  private static final double NEAREST = 0.003;
  private static final double FARTHEST = 3;

  private GalaxyStatistics() {}

  /**
   * A redshift for an apparent r magnitude: p(z) ~ z^2 exp(-(z / z_0)^1.5) with median 1.412 z_0
   * (Baugh and Efstathiou 1993, equation 13), which rises from 0.1 at r = 17.77 (Strauss et al.
   * 2002) by 0.137 in its logarithm a magnitude, to 0.7 at r = 24.
   */
  static double redshift(double magnitude, Philox random) {
    double median = 0.1 * Math.pow(10, 0.137 * (magnitude - 17.77));
    // With u = (z / z_0)^1.5 the density is u exp(-u), a gamma distribution of shape 2.
    double u = -Math.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
    double z = median / 1.412 * Math.pow(u, 2 / 3.0);
    return Math.min(FARTHEST, Math.max(NEAREST, z));
  }

  /**
   * The half-light radius in kpc of a galaxy of absolute r magnitude M: the median relations of
   * early and late types with log-normal scatter (Shen et al. 2003, equations 14 to 16, with the
   * values of their figure 4).
   *
   * @param deviate standard normal: how many deviations the size lies off the median
   */
  static double radius(boolean early, double absolute, double deviate) {
    double luminous = Math.pow(10, -0.4 * (absolute + 20.52));
    double logarithm =
        early
            ? -0.4 * 0.6 * absolute - 4.63
            : -0.4 * 0.21 * absolute + (0.53 - 0.21) * Math.log10(1 + luminous) - 1.31;
    double scatter = 0.25 + (0.48 - 0.25) / (1 + luminous * luminous);
    return Math.pow(10, logarithm) * Math.exp(scatter * deviate);
  }
}
