package org.tucana.detection.evaluation;

/**
 * A range of COCO's ten thresholds of intersection over union, 0.50 to 0.95 in steps of 0.05.
 *
 * @param first index of the first threshold, 0 for 0.50
 * @param count how many
 */
public record IouThresholds(int first, int count) {
  /** How many thresholds COCO has. */
  static final int TOTAL = 10;

  /** All ten: the AP that COCO ranks by. */
  public static final IouThresholds ALL = new IouThresholds(0, TOTAL);

  /** 0.50 alone. */
  public static final IouThresholds AT_50 = new IouThresholds(0, 1);

  /** 0.75 alone. */
  public static final IouThresholds AT_75 = new IouThresholds(5, 1);

  public IouThresholds {
    if (first < 0 || count < 1 || first + count > TOTAL) {
      throw new IllegalArgumentException(
          "thresholds: expected a part of the ten, got " + count + " from " + first);
    }
  }

  /** The first threshold of the range. */
  public double lowest() {
    return value(first);
  }

  /** The threshold of an index, computed as numpy's linspace does, which pycocotools calls. */
  static double value(int index) {
    return index == TOTAL - 1 ? 0.95 : 0.5 + index * ((0.95 - 0.5) / (TOTAL - 1));
  }
}
