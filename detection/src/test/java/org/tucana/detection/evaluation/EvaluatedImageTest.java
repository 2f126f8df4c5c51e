package org.tucana.detection.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.detection.annotation.CocoOracleTest;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Example;
import org.tucana.detection.structure.FillRule;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.Region;
import org.tucana.detection.structure.Ring;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;
import org.tucana.nn.metric.Bootstrap;

final class EvaluatedImageTest {
  private static final PictureSize PICTURE = new PictureSize(40, 60);

  private static RunLength square(int x, int y, int side) {
    return new Region.Rings(List.of(Ring.rectangle(x, y, side, side)), FillRule.UNION)
        .runs(PICTURE);
  }

  private static DetectedObject detection(int category, double score, RunLength mask) {
    return new DetectedObject(category, score, CocoBox.of(mask.bounds()), Optional.of(mask));
  }

  private static double ap50(EvaluatedImage image) {
    return CocoEvaluation.anyClass(List.of(image), OverlapKind.MASK).ap50(0);
  }

  @Test
  void ofPartialTruthDetectionsElsewhereAreNotFalse() {
    GroundTruth listed = GroundTruth.of(0, square(5, 5, 10));
    EvaluatedImage image =
        new EvaluatedImage(
            List.of(listed),
            List.of(detection(1, 0.9, square(30, 20, 10)), detection(1, 0.8, square(5, 5, 10))));
    assertEquals(0.5, ap50(image), 1e-12);
    assertEquals(1, ap50(image.ofPartialTruth()), 1e-12);
    EvaluatedImage touching =
        new EvaluatedImage(
            List.of(listed),
            List.of(detection(1, 0.9, square(14, 14, 10)), detection(1, 0.8, square(5, 5, 10))));
    assertEquals(0.5, ap50(touching.ofPartialTruth()), 1e-12);
  }

  @Test
  void withoutMasksBoxesSayWhatTouches() {
    EvaluatedImage image =
        new EvaluatedImage(
            List.of(new GroundTruth(0, new CocoBox(0, 0, 5, 5), Optional.empty(), 25, false)),
            List.of(
                new DetectedObject(1, 0.9, new CocoBox(4, 4, 3, 3), Optional.empty()),
                new DetectedObject(1, 0.9, new CocoBox(5, 0, 3, 3), Optional.empty())));
    assertEquals(
        List.of(false, true),
        image.ofPartialTruth().detections().stream().map(DetectedObject::incidental).toList());
    assertEquals(false, image.hasMasks());
  }

  @Test
  void whatLiesOnAnObjectOfUnknownClassIsNotFalseInItsClass() {
    GroundTruth spiral = GroundTruth.of(2, square(5, 5, 10));
    GroundTruth unknown = GroundTruth.of(0, square(30, 20, 10));
    EvaluatedImage image =
        new EvaluatedImage(
            List.of(spiral, unknown),
            List.of(
                detection(2, 0.9, square(30, 20, 10)),
                detection(2, 0.8, square(5, 25, 10)),
                detection(2, 0.7, square(5, 5, 10))));
    List<Integer> classes = List.of(1, 2);
    EvaluatedImage known = image.ofKnownClasses(classes, OverlapKind.MASK);
    assertEquals(
        0.5, CocoEvaluation.perClass(List.of(known), classes, OverlapKind.MASK).ap50(0), 1e-12);
    EvaluatedImage all = new EvaluatedImage(List.of(spiral), image.detections());
    assertSame(all, all.ofKnownClasses(classes, OverlapKind.MASK));
  }

  @Test
  void moreDetectionsThanCocosHundredMayCount() {
    List<DetectedObject> many =
        IntStream.range(0, 150)
            .mapToObj(i -> detection(1, 1 - i / 200.0, square(i % 50, i / 50 * 10, 8)))
            .toList();
    EvaluatedImage image =
        new EvaluatedImage(
            many.stream().map(d -> GroundTruth.of(1, d.mask().orElseThrow())).toList(), many);
    assertEquals(1, CocoEvaluation.anyClass(List.of(image), OverlapKind.MASK, 150).ap(0), 1e-12);
    assertEquals(
        67 / 101.0, CocoEvaluation.anyClass(List.of(image), OverlapKind.MASK).ap(0), 1e-12);
  }

  @Test
  void bothPrecisionsAreThoseOfTheSummary() throws Exception {
    List<EvaluatedImage> images = CocoOracleTest.images();
    CocoEvaluation evaluation =
        CocoEvaluation.perClass(images, List.of(1, 2, 3, 4), OverlapKind.BOX);
    Bootstrap bootstrap = new Bootstrap(60, 0.9, 2);
    PrecisionEstimate precision = PrecisionEstimate.of(evaluation, bootstrap);
    assertEquals(evaluation.summary().ap(), precision.ap().value(), 1e-12);
    assertEquals(evaluation.summary().ap50(), precision.ap50().value(), 1e-12);
    assertEquals(bootstrap.interval(images.size(), evaluation::ap50), precision.ap50().interval());
    assertEquals(
        evaluation.summary().ap50PerClass().get(1),
        PrecisionEstimate.of(evaluation.ofClass(1), bootstrap).ap50().value());
  }

  @Test
  void anExampleKeepsItsMasksAndClasses() {
    BinaryMask mask = square(3, 4, 5).toMask();
    LabelledPicture picture =
        LabelledPicture.of(
            new Example(
                "a",
                Picture.black(3, 40, 60),
                List.of(
                    new Annotation(square(3, 4, 5).bounds(), OptionalInt.of(3), mask),
                    new Annotation(square(3, 4, 5).bounds(), OptionalInt.empty(), mask))));
    assertEquals(
        List.of(GroundTruth.of(3, square(3, 4, 5)), GroundTruth.of(0, square(3, 4, 5))),
        picture.truth());
  }
}
