package org.tucana.astro.simulation;

/**
 * A bar in the plane of a disc: Ferrers' profile (1 - s)^2 on generalised ellipses, s = (|u| / a)^c
 * + (|v| / b)^c (Athanassoula et al. 1990, "The shape of bars"), of old stars.
 *
 * @param disc orientation of the disc
 * @param angle of the bar in the disc's plane, radians
 * @param length a, half of its length, pixels
 * @param axisRatio b / a
 * @param boxiness c: 2 for an ellipse, 3 and more for a box
 */
record Bar(Ellipse disc, double angle, double length, double axisRatio, double boxiness)
    implements Light {
  @Override
  public void addTo(double x, double y, double[] populations) {
    double u = disc.along(x, y);
    double v = disc.across(x, y);
    double along = Math.abs(u * Math.cos(angle) + v * Math.sin(angle)) / length;
    double across = Math.abs(v * Math.cos(angle) - u * Math.sin(angle)) / (length * axisRatio);
    if (along < 1 && across < 1) {
      double rest = 1 - Math.pow(along, boxiness) - Math.pow(across, boxiness);
      populations[OLD] += rest > 0 ? rest * Math.sqrt(rest) : 0;
    }
  }

  @Override
  public double reach() {
    return length;
  }
}
