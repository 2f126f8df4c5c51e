package org.tucana.detection.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The truth about one picture beside what was detected in it.
 *
 * @param truth its objects
 * @param detections the detections, in any order; among equal scores the earlier one comes first
 */
public record EvaluatedImage(List<GroundTruth> truth, List<DetectedObject> detections) {
  public EvaluatedImage {
    truth = List.copyOf(truth);
    detections = List.copyOf(detections);
  }

  /**
   * The same where the truth lists some objects only: a detection that shares no pixel with a
   * listed one (where either has no mask, whose box does not touch it) is incidental, since it may
   * be on one that is not listed.
   */
  public EvaluatedImage ofPartialTruth() {
    return new EvaluatedImage(
        truth,
        detections.stream()
            .map(d -> truth.stream().anyMatch(object -> touches(d, object)) ? d : d.asIncidental())
            .toList());
  }

  private static boolean touches(DetectedObject detection, GroundTruth object) {
    return (detection.mask().isPresent() && object.mask().isPresent())
        ? detection.mask().get().intersection(object.mask().get()) > 0
        : detection.box().intersection(object.box()) > 0;
  }

  /**
   * The same for an evaluation class by class: a detection that matches an object of none of the
   * classes at an overlap of 0.5 is incidental, since its class may well be right.
   *
   * @param classes the classes that are known
   * @param kind boxes or masks
   */
  public EvaluatedImage ofKnownClasses(Collection<Integer> classes, OverlapKind kind) {
    if (truth.stream().allMatch(object -> classes.contains(object.category()))) {
      return this;
    }
    MatchedImage matches = MatchedImage.of(this, kind, IouThresholds.AT_50.lowest());
    List<DetectedObject> excused = new ArrayList<>(matches.detections());
    for (int d = 0; d < excused.size(); d++) {
      if (matches.outcomes()[d] == Outcome.TRUE_POSITIVE
          && !classes.contains(truth.get(matches.matched()[d]).category())) {
        excused.set(d, excused.get(d).asIncidental());
      }
    }
    return new EvaluatedImage(truth, excused);
  }

  /** Whether every object and every detection has a mask. */
  public boolean hasMasks() {
    return truth.stream().allMatch(object -> object.mask().isPresent())
        && detections.stream().allMatch(detection -> detection.mask().isPresent());
  }
}
