package org.tucana.detection.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tucana.detection.structure.RunLength;

/**
 * A picture with one object of interest at its centre, and what was detected in it. Other objects
 * may be there too; the truth does not list them.
 *
 * @param height rows of the picture
 * @param width columns
 * @param category class of the central object, from 1 on; empty where it is not known
 * @param mask pixels of the central object; empty where there is none or it could not be outlined
 * @param detections what was detected
 */
public record Stamp(
    int height,
    int width,
    OptionalInt category,
    Optional<RunLength> mask,
    List<DetectedObject> detections) {
  public Stamp {
    detections = List.copyOf(detections);
  }

  /**
   * The detection that covers the centre best: among those whose mask holds the central pixel the
   * one with the highest score; where no mask does, among those whose box does. Of equal scores the
   * first.
   *
   * <p>The central pixel is (height / 2, width / 2), rounded down: the one that an automatic mask
   * grows from.
   */
  public Optional<DetectedObject> central() {
    return best(true).or(() -> best(false));
  }

  private Optional<DetectedObject> best(boolean byMask) {
    // A strict comparison, so that the first of equal scores stays.
    return detections.stream()
        .filter(d -> byMask ? maskCoversCentre(d) : boxCoversCentre(d))
        .reduce((a, b) -> b.score() > a.score() ? b : a);
  }

  /**
   * The truth and the detections as the evaluation takes them. A detection on another object must
   * not count as false, because the truth does not list that object: one whose mask (or, without
   * mask pixels, whose box) leaves the central pixel out is incidental.
   */
  public EvaluatedImage centralOnly() {
    return new EvaluatedImage(
        mask.map(m -> GroundTruth.of(category.orElse(0), m)).stream().toList(),
        detections.stream()
            .map(d ->
                maskCoversCentre(d) || (hasNoMask(d) && boxCoversCentre(d)) ? d : d.asIncidental())
            .toList());
  }

  private boolean maskCoversCentre(DetectedObject detection) {
    return detection.mask().isPresent()
        && detection.mask().get().contains(centralRow(), centralColumn());
  }

  private boolean boxCoversCentre(DetectedObject detection) {
    // The middle of the central pixel.
    return detection.box().contains(centralColumn() + 0.5, centralRow() + 0.5);
  }

  private int centralRow() {
    return height / 2;
  }

  private int centralColumn() {
    return width / 2;
  }

  private static boolean hasNoMask(DetectedObject detection) {
    return detection.mask().isEmpty() || detection.mask().get().area() == 0;
  }
}
