package org.tucana.detection.evaluation;

import java.util.Optional;
import org.tucana.detection.structure.RunLength;

/**
 * One detection of a picture.
 *
 * @param category the class it was given
 * @param score how sure the detector is; larger is surer
 * @param box its box
 * @param mask its pixels; needed where masks are compared
 * @param area what decides whether it is small, medium or large where it matches nothing: as in
 *     pycocotools its box's area, also where masks are compared, unless it was given without a box
 * @param incidental whether it may be on something that the truth does not list: it counts where it
 *     matches, and is ignored, not false, where it does not
 */
public record DetectedObject(
    int category,
    double score,
    CocoBox box,
    Optional<RunLength> mask,
    double area,
    boolean incidental) {
  public DetectedObject {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("detection: the score must be finite, got " + score);
    }
    // Makes -0 and 0 one score, so that they tie.
    score += 0.0;
  }

  /** A detection with a box of its own, that counts. */
  public DetectedObject(int category, double score, CocoBox box, Optional<RunLength> mask) {
    this(category, score, box, mask, box.area(), false);
  }

  /** This detection, ignored unless it matches. */
  public DetectedObject asIncidental() {
    return new DetectedObject(category, score, box, mask, area, true);
  }
}
