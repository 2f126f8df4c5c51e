package org.tucana.detection.evaluation;

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
}
