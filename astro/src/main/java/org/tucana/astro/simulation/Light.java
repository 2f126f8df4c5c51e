package org.tucana.astro.simulation;

/**
 * The brightness of one part of a galaxy over the plane, relative; its renderer scales it to a
 * flux. Coordinates are pixels from the part's centre.
 */
sealed interface Light permits Sersic, Disc, EdgeOnDisc, Bar, Tail {
  /** Index of old stars. */
  int OLD = 0;

  /** Index of the mixed stars of a disc. */
  int DISC = 1;

  /** Index of young stars. */
  int YOUNG = 2;

  /** Kinds of stars. */
  int POPULATIONS = 3;

  /** Index of the optical depth of dust in r, which dims all parts. */
  int DUST = POPULATIONS;

  /** Adds the brightness of each kind of stars, and the optical depth, at a point. */
  void addTo(double x, double y, double[] populations);

  /** Beyond this distance from the centre, in pixels, there is no light. */
  double reach();

  /** 1 up to 0.8 of the reach, falling smoothly to 0 at the reach. */
  static double taper(double share) {
    return 1 - smoothStep((share - 0.8) / 0.2);
  }

  /** 0 up to 0, 1 from 1 on, smooth between. */
  static double smoothStep(double t) {
    double c = Math.min(1, Math.max(0, t));
    return c * c * (3 - 2 * c);
  }
}
