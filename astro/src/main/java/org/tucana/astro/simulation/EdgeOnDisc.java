package org.tucana.astro.simulation;

/**
 * An exponential disc seen from its edge: (|x| / h) K_1(|x| / h) sech^2(y / z_0) (van der Kruit and
 * Searle 1981, equation 5), with a lane of dust in its middle plane.
 *
 * @param shape its orientation; the axis ratio does not matter
 * @param scaleLength h, pixels
 * @param scaleHeight z_0, pixels
 * @param warp bending of the plane towards the ends, as a share of the scale height
 * @param depth optical depth of the lane at the centre; 0 for none
 */
record EdgeOnDisc(Ellipse shape, double scaleLength, double scaleHeight, double warp, double depth)
    implements Light {
  private static final double REACH = 4.5;

  @Override
  public void addTo(double x, double y, double[] populations) {
    double along = shape.along(x, y) / scaleLength;
    double distance = Math.abs(along);
    double height =
        shape.across(x, y) * shape.axisRatio() / scaleHeight
            - warp * along * distance / (REACH * REACH);
    if (distance > REACH || Math.abs(height) > 6) {
      return;
    }
    double secant = 1 / Math.cosh(height);
    double light = profile(distance) * secant * secant * Light.taper(distance / REACH);
    // Young stars lie in a thinner layer.
    double thin = 1 / Math.cosh(2.5 * height);
    populations[DISC] += light;
    populations[YOUNG] += 0.35 * light * thin * thin;
    double lane = height / 0.3;
    if (depth > 0 && Math.abs(lane) < 4) {
      populations[DUST] += depth * Math.exp(-0.6 * distance - lane * lane / 2);
    }
  }

  /** x K_1(x), to 2 %: 1 at the centre, sqrt(pi x / 2) exp(-x) far out. */
  private static double profile(double x) {
    return Math.exp(-x) * Math.sqrt(1 + x * (2 + Math.PI / 2 * x) / (1 + x));
  }

  @Override
  public double reach() {
    return REACH * scaleLength;
  }
}
