package org.tucana.detection.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.nn.metric.Calibration;

/**
 * Whether scores are probabilities.
 *
 * @param object of there being an object
 * @param objectOfClass of there being an object of the detection's class; detections on objects of
 *     unknown class are left out
 */
record ScoreCalibration(Calibration object, Calibration objectOfClass) {
  private static final int BINS = 10;

  /** The calibration over all detections that are not ignored; none where a score is none. */
  static Optional<ScoreCalibration> of(List<MatchedImage> images, Set<Integer> classes) {
    Answers object = new Answers();
    Answers objectOfClass = new Answers();
    for (MatchedImage image : images) {
      for (int d = 0; d < image.outcomes().length; d++) {
        DetectedObject detection = image.detections().get(d);
        switch (image.outcomes()[d]) {
          case TRUE_POSITIVE -> {
            object.add(detection, true);
            GroundTruth truth = image.truth().get(image.matched()[d]);
            if (classes.contains(truth.category())) {
              objectOfClass.add(detection, truth.category() == detection.category());
            }
          }
          case FALSE_POSITIVE -> {
            object.add(detection, false);
            objectOfClass.add(detection, false);
          }
          case IGNORED -> {}
        }
      }
    }
    return object.areProbabilities()
        ? Optional.of(new ScoreCalibration(object.calibration(), objectOfClass.calibration()))
        : Optional.empty();
  }

  private static final class Answers {
    private final List<Double> scores = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    void add(DetectedObject detection, boolean isRight) {
      scores.add(detection.score());
      right.add(isRight);
    }

    boolean areProbabilities() {
      return scores.stream().allMatch(score -> score >= 0 && score <= 1);
    }

    Calibration calibration() {
      boolean[] answers = new boolean[right.size()];
      for (int i = 0; i < answers.length; i++) {
        answers[i] = right.get(i);
      }
      return Calibration.of(
          scores.stream().mapToDouble(Double::doubleValue).toArray(), answers, BINS);
    }
  }
}
