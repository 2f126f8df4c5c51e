package org.tucana.detection.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * How the detections of a picture meet its true objects, whatever their classes: by falling score
 * each takes the free true object that it overlaps most, as in COCO's evaluation.
 *
 * @param truth the true objects
 * @param detections the detections by falling score
 * @param threshold the overlap from which on a detection matches
 * @param overlaps intersection over union of each detection (rows) with each true object (columns)
 * @param matched for each detection the index of its true object, or {@link #NONE}
 * @param outcomes what became of each detection
 */
public record MatchedImage(
    List<GroundTruth> truth,
    List<DetectedObject> detections,
    double threshold,
    double[][] overlaps,
    int[] matched,
    Outcome[] outcomes) {
  /** No object. */
  public static final int NONE = -1;

  public MatchedImage {
    truth = List.copyOf(truth);
    detections = List.copyOf(detections);
  }

  /**
   * The matches of a picture.
   *
   * @param kind boxes or masks
   * @param threshold the overlap from which on a detection matches
   */
  public static MatchedImage of(EvaluatedImage image, OverlapKind kind, double threshold) {
    List<GroundTruth> truth = image.truth();
    List<DetectedObject> detections = ImageMatches.ranked(image.detections());
    double[][] overlaps = kind.overlaps(detections, truth);
    int[] matched = ImageMatches.assign(truth, AreaRange.ALL, overlaps, threshold);
    boolean[] incidental = new boolean[matched.length];
    for (int d = 0; d < incidental.length; d++) {
      incidental[d] = detections.get(d).incidental();
    }
    Outcome[] outcomes = ImageMatches.outcomes(truth, AreaRange.ALL, matched, incidental);
    return new MatchedImage(truth, detections, threshold, overlaps, matched, outcomes);
  }

  /** For each true object the index of its detection, or {@link #NONE}; crowds have none. */
  public int[] detectionsOfTruth() {
    int[] detectionOf = new int[truth.size()];
    Arrays.fill(detectionOf, NONE);
    for (int d = 0; d < matched.length; d++) {
      if (outcomes[d] == Outcome.TRUE_POSITIVE) {
        detectionOf[matched[d]] = d;
      }
    }
    return detectionOf;
  }

  /** The overlap of a detection with its true object, or the largest with any; 0 without any. */
  public double overlap(int detection) {
    return matched[detection] == NONE
        ? Arrays.stream(overlaps[detection]).max().orElse(0)
        : overlaps[detection][matched[detection]];
  }
}
