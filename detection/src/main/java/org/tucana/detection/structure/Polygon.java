package org.tucana.detection.structure;

import java.util.Arrays;

/**
 * A closed polygon in continuous pixel coordinates; the last vertex joins the first.
 *
 * <p>The array is held, not copied: whoever makes a polygon gives the array away.
 *
 * @param xy vertices one after the other, x before y
 */
public record Polygon(float[] xy) {
  public Polygon {
    if (xy.length < 6 || xy.length % 2 != 0) {
      throw new IllegalArgumentException(
          "polygon: at least three pairs of x and y wanted, got " + xy.length + " numbers");
    }
  }

  /** Number of vertices. */
  public int size() {
    return xy.length / 2;
  }

  public float x(int vertex) {
    return xy[2 * vertex];
  }

  public float y(int vertex) {
    return xy[2 * vertex + 1];
  }

  /**
   * Area in square pixels by the shoelace formula: positive where the vertices go round clockwise
   * as seen on a picture (y down), negative where counter-clockwise.
   */
  public double signedArea() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      int next = (i + 1) % size();
      sum += (double) x(i) * y(next) - (double) x(next) * y(i);
    }
    return sum / 2;
  }

  /** True for a point inside by the even-odd rule. */
  public boolean contains(double px, double py) {
    boolean inside = false;
    for (int i = 0; i < size(); i++) {
      int next = (i + 1) % size();
      if (y(i) > py != y(next) > py) {
        double share = (py - y(i)) / ((double) y(next) - y(i));
        inside ^= px < x(i) + share * ((double) x(next) - x(i));
      }
    }
    return inside;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Polygon that && Arrays.equals(xy, that.xy);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(xy);
  }

  @Override
  public String toString() {
    return "Polygon" + Arrays.toString(xy);
  }
}
