package org.tucana.detection.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.EvaluatedImage;
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
            images.stream().map(image -> image.ofKnownClasses(classes, kind)).toList(),
            classes,
            kind),
        input.compared().map(other -> CocoEvaluation.anyClass(other.images(), kind)));
  }
}
