package org.tucana.astro.simulation;

/**
 * An orientation on the sky: position angle of the long axis and axis ratio.
 *
 * @param angle radians from the x axis
 * @param axisRatio short over long axis, in (0, 1]
 * @param cosine of the angle
 * @param sine of the angle
 */
record Ellipse(double angle, double axisRatio, double cosine, double sine) {
  Ellipse(double angle, double axisRatio) {
    this(angle, axisRatio, Math.cos(angle), Math.sin(angle));
  }

  /** Coordinate along the long axis. */
  double along(double x, double y) {
    return x * cosine + y * sine;
  }

  /** Coordinate along the short axis, stretched so that the ellipse becomes a circle. */
  double across(double x, double y) {
    return (y * cosine - x * sine) / axisRatio;
  }
}
