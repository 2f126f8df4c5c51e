package org.tucana.core.cpu;

import java.util.Arrays;

/**
 * Boxes of one group that suppression has kept, and those it decides about next. Most pairs of
 * boxes have no point in common, which is asked first, exactly; the overlaps of others are in
 * double, so that they decide as the reference does.
 */
final class SuppressionGroup {
  private static final int CORNERS = 4;
  private static final int FIRST_BOXES = 64;

  private final double threshold;
  private float[] kept = new float[FIRST_BOXES * CORNERS];
  private int length;
  private int[] next = new int[FIRST_BOXES];
  private int waiting;

  /**
   * @param threshold largest overlap of two boxes, not negative
   */
  SuppressionGroup(double threshold) {
    this.threshold = threshold;
  }

  /** Adds a box to decide about, no surer than all before. */
  void add(int box) {
    if (waiting == next.length) {
      next = Arrays.copyOf(next, 2 * waiting);
    }
    next[waiting++] = box;
  }

  /**
   * Decides about the boxes that were added since.
   *
   * @param corners array that holds those of all boxes from {@code offset} on
   * @param survives gets for each box whether it is kept
   */
  void decide(float[] corners, int offset, boolean[] survives) {
    for (int i = 0; i < waiting; i++) {
      survives[next[i]] = keeps(corners, offset + CORNERS * next[i]);
    }
    waiting = 0;
  }

  /**
   * Keeps a box and says so, unless a kept one overlaps it by more than the threshold. The latest
   * are asked first: neighbours in score are often neighbours in place, so most boxes that go, go
   * early.
   */
  private boolean keeps(float[] corners, int at) {
    float x1 = corners[at];
    float y1 = corners[at + 1];
    float x2 = corners[at + 2];
    float y2 = corners[at + 3];
    for (int i = length - CORNERS; i >= 0; i -= CORNERS) {
      if (kept[i] < x2
          && kept[i + 2] > x1
          && kept[i + 1] < y2
          && kept[i + 3] > y1
          && overlap(kept, i, corners, at) > threshold) {
        return false;
      }
    }
    if (length == kept.length) {
      kept = Arrays.copyOf(kept, 2 * length);
    }
    System.arraycopy(corners, at, kept, length, CORNERS);
    length += CORNERS;
    return true;
  }

  /** Area of the intersection over area of the union; 0 where the union is empty. */
  static double overlap(float[] a, int i, float[] b, int j) {
    double width = (double) Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
    double height = (double) Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
    double intersection = Math.max(width, 0) * Math.max(height, 0);
    double union = area(a, i) + area(b, j) - intersection;
    return union == 0 ? 0 : intersection / union;
  }

  private static double area(float[] boxes, int i) {
    return ((double) boxes[i + 2] - boxes[i]) * ((double) boxes[i + 3] - boxes[i + 1]);
  }
}
