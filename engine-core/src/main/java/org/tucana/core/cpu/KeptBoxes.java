package org.tucana.core.cpu;

import java.util.Arrays;

/**
 * Boxes of one group that suppression has kept. Most pairs of boxes have no point in common, which
 * is asked first, exactly; the overlaps of others are in double, so that they decide as the
 * reference does.
 */
final class KeptBoxes {
  private static final int CORNERS = 4;
  private static final int FIRST_BOXES = 16;

  private final double threshold;
  private float[] boxes = new float[FIRST_BOXES * CORNERS];
  private int length;

  /**
   * @param threshold largest overlap of two boxes, not negative
   */
  KeptBoxes(double threshold) {
    this.threshold = threshold;
  }

  /**
   * Keeps a box and says so, unless a kept one overlaps it by more than the threshold. The latest
   * are asked first: neighbours in score are often neighbours in place, so most boxes that go, go
   * early.
   */
  boolean keeps(float[] corners, int at) {
    float x1 = corners[at];
    float y1 = corners[at + 1];
    float x2 = corners[at + 2];
    float y2 = corners[at + 3];
    for (int i = length - CORNERS; i >= 0; i -= CORNERS) {
      if (boxes[i] < x2
          && boxes[i + 2] > x1
          && boxes[i + 1] < y2
          && boxes[i + 3] > y1
          && overlap(boxes, i, corners, at) > threshold) {
        return false;
      }
    }
    if (length == boxes.length) {
      boxes = Arrays.copyOf(boxes, 2 * length);
    }
    System.arraycopy(corners, at, boxes, length, CORNERS);
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
