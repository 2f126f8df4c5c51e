package org.tucana.detection.evaluation;

import org.tucana.detection.structure.Box;

/**
 * A box as COCO's files and its evaluation hold it: corner and size, in double.
 *
 * <p>Everywhere else boxes are {@link Box}. Here the sums must be those of pycocotools to the last
 * bit, because a rounded corner can move an overlap across a threshold.
 *
 * @param x left edge, in pixels
 * @param y top edge
 * @param width width, not negative
 * @param height height, not negative
 */
public record CocoBox(double x, double y, double width, double height) {
  public CocoBox {
    if (!(Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(width + height))
        || width < 0
        || height < 0) {
      throw new IllegalArgumentException(
          "box: expected finite numbers and no negative size, got ["
              + x
              + ", "
              + y
              + ", "
              + width
              + ", "
              + height
              + "]");
    }
  }

  /** The same box from its corners; an inverted one becomes empty. */
  public static CocoBox of(Box box) {
    return new CocoBox(
        box.x1(),
        box.y1(),
        Math.max(0, (double) box.x2() - box.x1()),
        Math.max(0, (double) box.y2() - box.y1()));
  }

  /** Area in square pixels. */
  public double area() {
    return width * height;
  }

  /** Area that lies in both boxes. */
  public double intersection(CocoBox other) {
    double w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /** Whether a point lies inside; the left and top edges belong to the box. */
  public boolean contains(double pointX, double pointY) {
    return pointX >= x && pointX < x + width && pointY >= y && pointY < y + height;
  }
}
