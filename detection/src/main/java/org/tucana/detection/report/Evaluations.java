package org.tucana.detection.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.Outcome;
import org.tucana.detection.evaluation.OverlapKind;

/**
 * COCO's evaluations that curves and tables are read from.
 *
 * @param kind boxes or masks
 * @param anyClass the detector, whatever the classes
 * @param perClass the detector class by class; detections on objects of unknown class are ignored
 * @param compared the other detector, whatever the classes
 */
record Evaluations(
    OverlapKind kind,
    CocoEvaluation anyClass,
    CocoEvaluation perClass,
    Optional<CocoEvaluation> compared) {

  static Evaluations of(ReportInput input, OverlapKind kind) {
    Set<Integer> classes = input.classes().keySet();
    List<EvaluatedImage> images = input.images();
    return new Evaluations(
        kind,
        CocoEvaluation.anyClass(images, kind),
        CocoEvaluation.perClass(
            images.stream().map(image -> withoutBlame(image, classes, kind)).toList(),
            classes,
            kind),
        input.compared().map(other -> CocoEvaluation.anyClass(other.images(), kind)));
  }

  /** What lies on an object of unknown class may well have the right class. */
  private static EvaluatedImage withoutBlame(
      EvaluatedImage image, Set<Integer> classes, OverlapKind kind) {
    if (image.truth().stream().allMatch(object -> classes.contains(object.category()))) {
      return image;
    }
    MatchedImage matches = MatchedImage.of(image, kind, IouThresholds.AT_50.lowest());
    List<DetectedObject> detections = new ArrayList<>(matches.detections());
    for (int d = 0; d < detections.size(); d++) {
      if (matches.outcomes()[d] == Outcome.TRUE_POSITIVE
          && !classes.contains(image.truth().get(matches.matched()[d]).category())) {
        detections.set(d, detections.get(d).asIncidental());
      }
    }
    return new EvaluatedImage(image.truth(), detections);
  }
}
