package org.tucana.astro.threshold;

/**
 * Place and shape of an object: mean and second central moments of its light.
 *
 * @param x centre, in pixels; pixel i covers [i, i + 1)
 * @param y centre
 * @param xx variance along x, square pixels
 * @param yy variance along y
 * @param xy covariance
 */
record Moments(double x, double y, double xx, double yy, double xy) {
  /** Variance of light spread evenly over one pixel: no object is narrower. */
  private static final double PIXEL_VARIANCE = 1 / 12.0;

  /**
   * Moments over some pixels.
   *
   * @param pixels indices of a picture, row by row
   * @param light brightness at every pixel of the picture, above zero at these
   * @param width columns of the picture
   */
  static Moments of(int[] pixels, float[] light, int width) {
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int p : pixels) {
      int row = p / width;
      int column = p % width;
      sum += light[p];
      x += (double) light[p] * column;
      y += (double) light[p] * row;
    }
    x /= sum;
    y /= sum;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int p : pixels) {
      int row = p / width;
      int column = p % width;
      double dx = column - x;
      double dy = row - y;
      xx += light[p] * dx * dx;
      yy += light[p] * dy * dy;
      xy += light[p] * dx * dy;
    }
    xx /= sum;
    yy /= sum;
    xy /= sum;
    // A line of pixels has no width: its ellipse would have no area.
    double least = xx * yy - xy * xy < PIXEL_VARIANCE * PIXEL_VARIANCE ? PIXEL_VARIANCE : 0;
    return new Moments(x + 0.5, y + 0.5, xx + least, yy + least, xy);
  }

  /** Standard deviation along the longer axis, pixels. */
  double major() {
    return Math.sqrt((xx + yy) / 2 + halfDifference());
  }

  /** Standard deviation along the shorter axis, pixels. */
  double minor() {
    return Math.sqrt(Math.max(0, (xx + yy) / 2 - halfDifference()));
  }

  private double halfDifference() {
    return Math.hypot((xx - yy) / 2, xy);
  }

  /** Direction of the longer axis from x towards y, radians in (-pi/2, pi/2]. */
  double angle() {
    return Math.atan2(2 * xy, xx - yy) / 2;
  }

  /** Product of both axes, square pixels. */
  double axes() {
    return Math.sqrt(xx * yy - xy * xy);
  }

  /** Squared distance of a point from the centre, in units of the ellipse of both axes. */
  double squaredDistance(double otherX, double otherY) {
    double dx = otherX - x;
    double dy = otherY - y;
    return (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / (xx * yy - xy * xy);
  }
}
