package org.tucana.astro.simulation;

/**
 * A Sersic profile on ellipses: I(r) ~ exp(-b (r / r_e)^(1/n)), with half of the light inside the
 * effective radius (b by Ciotti and Bertin 1999, equation 18). It ends, smoothly, where surveys cut
 * it: at 4 r_e for discs, 8 r_e for n = 4 (as in the SDSS model fits).
 */
final class Sersic implements Light {
  private static final int ENTRIES = 512;

  private final double index;
  private final double effectiveRadius;
  private final Ellipse shape;
  private final int population;
  private final double reach;
  private final double[] profile;

  /**
   * A profile.
   *
   * @param index n: 1 is an exponential disc, 4 a de Vaucouleurs elliptical
   * @param effectiveRadius r_e along the long axis, pixels
   * @param population whose light it is
   */
  Sersic(double index, double effectiveRadius, Ellipse shape, int population) {
    this.index = index;
    this.effectiveRadius = effectiveRadius;
    this.shape = shape;
    this.population = population;
    this.reach = effectiveRadius * Math.min(8, 3 + 1.25 * index);
    this.profile = new double[ENTRIES + 2];
    for (int i = 0; i <= ENTRIES; i++) {
      // Entries lie evenly in the square root of the radius, dense at the centre.
      double t = (double) i / ENTRIES;
      profile[i] = relative(t * t * reach) * Light.taper(t * t);
    }
  }

  /** I(r) / I(0). */
  private double relative(double r) {
    double b = 2 * index - 1.0 / 3 + 4 / (405 * index) + 46 / (25515 * index * index);
    return Math.exp(-b * Math.pow(r / effectiveRadius, 1 / index));
  }

  @Override
  public void addTo(double x, double y, double[] populations) {
    double u = shape.along(x, y);
    double v = shape.across(x, y);
    double t = Math.sqrt(Math.sqrt(u * u + v * v) / reach) * ENTRIES;
    if (t < ENTRIES) {
      int i = (int) t;
      populations[population] += profile[i] + (t - i) * (profile[i + 1] - profile[i]);
    }
  }

  @Override
  public double reach() {
    return reach;
  }
}
