package org.tucana.detection.structure;

import java.util.Arrays;

/**
 * A closed line as annotation files give it, in double, because a rounded vertex can move pixels.
 *
 * <p>The array is held, not copied: whoever makes a ring gives the array away.
 *
 * @param xy vertices one after the other, x before y, in continuous pixel coordinates
 */
public record Ring(double[] xy) {
  /** Larger coordinates are no pixels. */
  private static final double LARGEST = 1e8;

  public Ring {
    if (xy.length < 6 || xy.length % 2 != 0) {
      throw new IllegalArgumentException(
          "polygon: expected x and y of at least three vertices, got " + xy.length + " numbers");
    }
    for (double coordinate : xy) {
      if (!(Math.abs(coordinate) <= LARGEST)) {
        throw new IllegalArgumentException(
            "polygon: expected coordinates within 1e8 pixels, got " + coordinate);
      }
    }
  }

  /** The ring of an outline's polygon. */
  static Ring of(Polygon polygon) {
    double[] xy = new double[polygon.xy().length];
    Arrays.setAll(xy, i -> polygon.xy()[i]);
    return new Ring(xy);
  }

  /** The ring around a rectangle. */
  public static Ring rectangle(double x, double y, double width, double height) {
    return new Ring(new double[] {x, y, x, y + height, x + width, y + height, x + width, y});
  }

  /** Number of vertices. */
  public int size() {
    return xy.length / 2;
  }

  double x(int vertex) {
    return xy[2 * vertex];
  }

  double y(int vertex) {
    return xy[2 * vertex + 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ring that && Arrays.equals(xy, that.xy);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(xy);
  }

  @Override
  public String toString() {
    return "Ring" + Arrays.toString(xy);
  }
}
