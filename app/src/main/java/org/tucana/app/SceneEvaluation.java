package org.tucana.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.tucana.astro.scene.Composer;
import org.tucana.astro.scene.SceneStyle;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.train.Progress;

/**
 * A detector's average precision on scenes of known truth, boxes and masks of any class.
 *
 * @param boxes matches of boxes
 * @param masks matches of masks
 */
record SceneEvaluation(CocoEvaluation boxes, CocoEvaluation masks) {
  /** Half survey-like, half deep scenes. */
  static SceneEvaluation of(Detector detector, int count, Composer survey) {
    SceneStyle style = survey.style();
    Composer deep = survey.with(SceneStyle.deep(style.side()));
    return of(detector, count, i -> i % 2 == 0 ? survey.scene(i) : deep.scene(i));
  }

  static SceneEvaluation of(Detector detector, int count, LongFunction<Example> scenes) {
    List<EvaluatedImage> images = new ArrayList<>(count);
    try (Progress progress = Console.progress("scenes", count)) {
      for (int i = 0; i < count; i++) {
        Example scene = scenes.apply(i);
        images.add(image(scene, detector.detect(scene.picture())));
        progress.at(i + 1L, "");
      }
    }
    return of(images);
  }

  static SceneEvaluation of(List<EvaluatedImage> images) {
    return new SceneEvaluation(
        CocoEvaluation.anyClass(images, OverlapKind.BOX),
        CocoEvaluation.anyClass(images, OverlapKind.MASK));
  }

  /** Truth and detections of one scene. */
  static EvaluatedImage image(Example scene, List<Detection> found) {
    return new EvaluatedImage(
        scene.annotations().stream().map(SceneEvaluation::truth).toList(),
        found.stream().map(DetectionFiles::object).toList());
  }

  private static GroundTruth truth(Annotation annotation) {
    return GroundTruth.of(annotation.label().orElse(0), RunLength.of(annotation.mask()));
  }

  /** The figures under keys that begin with {@code scenes_}. */
  void addTo(Map<String, Object> report) {
    report.put("scenes_n", boxes.images());
    add(report, "box", boxes);
    add(report, "mask", masks);
  }

  private static void add(Map<String, Object> report, String kind, CocoEvaluation evaluation) {
    report.put("scenes_AP50_" + kind, JsonOutput.number(evaluation.summary().ap50()));
    report.put(
        "scenes_AP50_" + kind + "_interval",
        JsonOutput.interval(
            EvaluateCommand.INTERVALS.interval(evaluation.images(), evaluation::ap50)));
    report.put("scenes_AP_" + kind, JsonOutput.number(evaluation.summary().ap()));
  }
}
