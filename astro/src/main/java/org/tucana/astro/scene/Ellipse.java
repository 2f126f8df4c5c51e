package org.tucana.astro.scene;

/**
 * An orientation on the sky: position angle of the long axis and axis ratio.
 *
 * @param angle radians from the x axis
 * @param axisRatio short over long axis, in (0, 1]
 */
record Ellipse(double angle, double axisRatio) {

  /** Coordinate along the long axis. */
  double along(double x, double y) {
    return x * Math.cos(angle) + y * Math.sin(angle);
  }

  /** Coordinate along the short axis, stretched so that the ellipse becomes a circle. */
  double across(double x, double y) {
    return (y * Math.cos(angle) - x * Math.sin(angle)) / axisRatio;
  }
}
