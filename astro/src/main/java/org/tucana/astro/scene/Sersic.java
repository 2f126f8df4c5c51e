package org.tucana.astro.scene;

/**
 * A Sersic profile on ellipses: I(r) = I_e exp(-b ((r / r_e)^(1/n) - 1)), with half of the light
 * inside the effective radius (b by Ciotti and Bertin 1999, equation 18).
 *
 * @param index n: 1 is an exponential disc, 4 a de Vaucouleurs elliptical
 * @param effectiveRadius r_e along the long axis, pixels
 * @param brightness I_e, per square pixel
 */
record Sersic(double index, double effectiveRadius, double brightness, Ellipse shape, Colour colour)
    implements Light {
  /** Softens the cusp of steep profiles, pixels; below any point-spread function. */
  private static final double CORE = 0.35;

  @Override
  public void addTo(double x, double y, double[] rgb) {
    double r = Math.hypot(Math.hypot(shape.along(x, y), shape.across(x, y)), CORE);
    colour.add(brightness * relative(r), rgb);
  }

  /** I(r) / I_e. */
  double relative(double r) {
    double b = 2 * index - 1.0 / 3 + 4 / (405 * index);
    return Math.exp(-b * (Math.pow(r / effectiveRadius, 1 / index) - 1));
  }

  @Override
  public double reach() {
    return effectiveRadius * (index > 2 ? 6 : 4.5);
  }
}
