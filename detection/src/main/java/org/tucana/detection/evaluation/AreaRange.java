package org.tucana.detection.evaluation;

/** COCO's ranges of object area in square pixels; both ends belong to a range. */
public enum AreaRange {
  ALL(0, 1e10),
  SMALL(0, 32 * 32),
  MEDIUM(32 * 32, 96 * 96),
  LARGE(96 * 96, 1e10);

  private final double smallest;
  private final double largest;

  AreaRange(double smallest, double largest) {
    this.smallest = smallest;
    this.largest = largest;
  }

  boolean contains(double area) {
    return area >= smallest && area <= largest;
  }
}
