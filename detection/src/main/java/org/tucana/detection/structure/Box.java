package org.tucana.detection.structure;

/**
 * An axis-parallel box in continuous pixel coordinates: pixel i covers [i, i + 1), so the box of
 * one pixel at the origin is (0, 0, 1, 1).
 */
public record Box(float x1, float y1, float x2, float y2) {
  public float width() {
    return x2 - x1;
  }

  public float height() {
    return y2 - y1;
  }

  /** Area in square pixels; zero for an empty or inverted box. */
  public float area() {
    return Math.max(0, width()) * Math.max(0, height());
  }

  /** Intersection over union with another box; zero where both are empty. */
  public float iou(Box other) {
    float w = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    float h = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    float intersection = Math.max(0, w) * Math.max(0, h);
    float union = area() + other.area() - intersection;
    return union > 0 ? intersection / union : 0;
  }
}
