package org.tucana.astro.simulation;

import java.util.List;
import org.tucana.astro.GalaxyClass;

/**
 * A galaxy as it is above the atmosphere.
 *
 * @param kind its class
 * @param magnitude total r magnitude (AB)
 * @param redshift of its light
 * @param effectiveRadius half-light radius along the long axis, pixels
 * @param axisRatio short over long axis
 * @param angle of the long axis, radians from x towards y
 * @param index Sersic index of the main part: n of an elliptical, 1 of a disc
 * @param parts what it is made of
 * @param populations spectra of old stars, of a disc's and of young ones
 */
record Galaxy(
    GalaxyClass kind,
    double magnitude,
    double redshift,
    double effectiveRadius,
    double axisRatio,
    double angle,
    double index,
    List<Part> parts,
    List<Spectrum> populations) {

  /**
   * One part.
   *
   * @param x its centre beside the galaxy's, pixels
   * @param y the same downwards
   * @param share of the galaxy's r flux before dust; shares are relative
   */
  record Part(double x, double y, double share, Light light) {
    Part moved(double dx, double dy, double scale) {
      return new Part(x + dx, y + dy, share * scale, light);
    }
  }

  Galaxy {
    parts = List.copyOf(parts);
    populations = List.copyOf(populations);
  }

  /** Beyond this distance from the centre, in pixels, there is no light. */
  double reach() {
    double far = 0;
    for (Part part : parts) {
      far = Math.max(far, Math.hypot(part.x, part.y) + part.light.reach());
    }
    return far;
  }
}
