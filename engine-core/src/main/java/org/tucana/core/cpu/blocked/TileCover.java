package org.tucana.core.cpu.blocked;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tiles that cover a row of pixels at the least cost. Tiles may overlap: what is computed twice has
 * the same bits.
 *
 * @param starts first pixels
 * @param sizes numbers of pixels
 */
record TileCover(int[] starts, int[] sizes) {
  /** Cost of a tile beside its products, in those of a pixel. */
  private static final double CALL = 0.5;

  /** A single pixel waits for each of its products. */
  private static final double SINGLE = 3;

  /**
   * The cover of {@code pixels} pixels.
   *
   * @param choices numbers of pixels that tiles may have, 1 among them
   */
  static TileCover of(int pixels, int[] choices) {
    double[] cost = new double[pixels + 1];
    int[] last = new int[pixels + 1];
    for (int end = 1; end <= pixels; end++) {
      cost[end] = Double.POSITIVE_INFINITY;
      for (int size : choices) {
        if (size > pixels || (size > end && end < pixels)) {
          continue; // only the last tile is moved back
        }
        double own = size == 1 ? SINGLE : size + CALL;
        double with = cost[Math.max(0, end - size)] + own;
        if (with < cost[end]) {
          cost[end] = with;
          last[end] = size;
        }
      }
    }
    List<int[]> tiles = new ArrayList<>();
    for (int end = pixels; end > 0; end -= last[end]) {
      tiles.add(new int[] {Math.max(0, end - last[end]), last[end]});
    }
    Collections.reverse(tiles);
    return new TileCover(
        tiles.stream().mapToInt(tile -> tile[0]).toArray(),
        tiles.stream().mapToInt(tile -> tile[1]).toArray());
  }
}
