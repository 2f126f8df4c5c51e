package org.tucana.astro.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where an object's light falls, and the light, in electrons a pixel; it may reach over the edge of
 * the picture.
 *
 * @param row of its upper edge in the picture
 * @param column of its left edge
 * @param height rows
 * @param width columns
 * @param light {@code height * width} electrons for each band, seen through the atmosphere
 */
public record Footprint(int row, int column, int height, int width, Map<Band, float[]> light) {
  /** A footprint around a point, without light as yet. */
  static Footprint around(double x, double y, double reach) {
    int column = (int) Math.floor(x - reach);
    int row = (int) Math.floor(y - reach);
    return new Footprint(
        row,
        column,
        (int) Math.ceil(y + reach) - row,
        (int) Math.ceil(x + reach) - column,
        new EnumMap<>(Band.class));
  }

  /** Number of pixels. */
  int size() {
    return height * width;
  }

  /** Adds this light to a picture of one band. */
  void addTo(float[] plane, Band band, int planeHeight, int planeWidth) {
    float[] own = light.get(band);
    int left = Math.max(0, -column);
    int right = Math.min(width, planeWidth - column);
    for (int y = Math.max(0, -row); y < Math.min(height, planeHeight - row); y++) {
      int from = y * width;
      int to = (row + y) * planeWidth + column;
      for (int x = left; x < right; x++) {
        plane[to + x] += own[from + x];
      }
    }
  }
}
