package org.tucana.detection.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tucana.detection.annotation.CocoOracleTest;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Interval;

/** The rules of matching, one by one, on objects small enough to reckon by hand. */
final class MatchingTest {
  private static final CocoBox LEFT = new CocoBox(0, 0, 10, 10);
  private static final CocoBox RIGHT = new CocoBox(20, 0, 10, 10);

  private static GroundTruth object(CocoBox box) {
    return new GroundTruth(1, box, Optional.empty(), box.area(), false);
  }

  private static GroundTruth crowd(CocoBox box) {
    return new GroundTruth(1, box, Optional.empty(), box.area(), true);
  }

  private static DetectedObject detection(double score, CocoBox box) {
    return new DetectedObject(1, score, box, Optional.empty());
  }

  private static CocoSummary summary(List<GroundTruth> truth, DetectedObject... detections) {
    return CocoEvaluation.perClass(
            List.of(new EvaluatedImage(truth, List.of(detections))), List.of(1), OverlapKind.BOX)
        .summary();
  }

  @Test
  void secondDetectionOfAnObjectIsFalse() {
    CocoSummary twice =
        summary(
            List.of(object(LEFT), object(RIGHT)),
            detection(0.9, LEFT),
            detection(0.8, LEFT),
            detection(0.7, RIGHT));
    // Precision 1 up to recall 0.5 (51 points), then 2/3.
    assertEquals((51 + 50 * 2.0 / 3) / 101, twice.ap50(), 1e-12);
    assertEquals(0.5, twice.ar1());
    assertEquals(1, twice.ar10());
  }

  @Test
  void crowdsSwallowDetections() {
    CocoSummary swallowed =
        summary(
            List.of(crowd(new CocoBox(20, 0, 40, 40)), object(LEFT)),
            detection(0.9, RIGHT),
            detection(0.8, RIGHT),
            detection(0.7, LEFT));
    assertEquals(1, swallowed.ap(), 1e-12);
  }

  @Test
  void overlapOfExactlyTheThresholdMatches() {
    CocoSummary half = summary(List.of(object(LEFT)), detection(0.9, new CocoBox(0, 0, 10, 5)));
    assertEquals(1, half.ap50(), 1e-12);
    assertEquals(0, half.ap75());
  }

  @Test
  void areasDecideWhatIsSmall() {
    CocoSummary sizes =
        summary(
            List.of(object(LEFT)),
            detection(0.9, new CocoBox(0, 100, 50, 50)),
            detection(0.8, LEFT));
    assertEquals(0.5, sizes.ap(), 1e-12);
    assertEquals(1, sizes.apSmall(), 1e-12);
    assertEquals(Double.NaN, sizes.apMedium());
    assertEquals(Double.NaN, sizes.arLarge());
  }

  @Test
  void nothingDetectedIsZeroAndNothingTrueIsUndefined() {
    assertEquals(0, summary(List.of(object(LEFT))).ap());
    assertEquals(0, summary(List.of(object(LEFT))).ar100());
    assertEquals(Double.NaN, summary(List.of(), detection(0.5, LEFT)).ap());
    assertEquals(Double.NaN, CocoEvaluation.anyClass(List.of(), OverlapKind.MASK).summary().ap50());
  }

  @Test
  void onlyTheHundredBestCount() {
    List<GroundTruth> truth = new ArrayList<>();
    List<DetectedObject> detections = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      CocoBox box = new CocoBox(20 * i, 0, 10, 10);
      truth.add(object(box));
      detections.add(detection(i / 120.0, box));
    }
    Collections.shuffle(detections, new java.util.Random(5));
    assertEquals(100 / 120.0, summary(truth, detections.toArray(DetectedObject[]::new)).ar100());
  }

  @Test
  void classesAreKeptApartUnlessAnyWillDo() {
    EvaluatedImage image =
        new EvaluatedImage(
            List.of(object(LEFT)), List.of(new DetectedObject(2, 0.9, LEFT, Optional.empty())));
    CocoEvaluation kept = CocoEvaluation.perClass(List.of(image), List.of(1, 2), OverlapKind.BOX);
    assertEquals(List.of(0.0, Double.NaN), kept.summary().ap50PerClass());
    assertEquals(0, kept.summary().ap50());
    assertEquals(1, CocoEvaluation.anyClass(List.of(image), OverlapKind.BOX).ap50(0), 1e-12);
  }

  @Test
  void incidentalDetectionsCountOnlyWhereTheyMatch() {
    DetectedObject elsewhere = detection(0.9, RIGHT);
    assertEquals(0.5, summary(List.of(object(LEFT)), elsewhere, detection(0.8, LEFT)).ap(), 1e-12);
    assertEquals(
        1,
        summary(
                List.of(object(LEFT)),
                elsewhere.asIncidental(),
                detection(0.8, LEFT).asIncidental())
            .ap(),
        1e-12);
  }

  @Test
  void samplesOfPicturesEqualPicturesRepeated() throws Exception {
    List<EvaluatedImage> images = CocoOracleTest.images();
    int[] sample = {3, 3, 7, 0, 12, 12, 12, 5};
    List<EvaluatedImage> repeated = IntStream.of(sample).mapToObj(images::get).toList();
    for (OverlapKind kind : OverlapKind.values()) {
      CocoEvaluation evaluation = CocoEvaluation.anyClass(images, kind);
      assertEquals(
          CocoEvaluation.anyClass(repeated, kind).summary().ap(),
          evaluation.averagePrecision(IouThresholds.ALL, AreaRange.ALL, sample));
    }
  }

  @Test
  void intervalHoldsTheFigure() throws Exception {
    CocoEvaluation evaluation = CocoEvaluation.anyClass(CocoOracleTest.images(), OverlapKind.MASK);
    Interval interval =
        new Bootstrap(300, 0.95, 11).interval(evaluation.images(), evaluation::ap50);
    double ap50 = evaluation.summary().ap50();
    assertEquals(interval.low(), Math.min(interval.low(), ap50));
    assertEquals(interval.high(), Math.max(interval.high(), ap50));
  }

  @Test
  void masksAreNeededToCompareMasks() {
    EvaluatedImage image =
        new EvaluatedImage(
            List.of(GroundTruth.of(1, new RunLength(2, 2, new int[] {0, 4}))),
            List.of(detection(0.5, LEFT)));
    assertThrows(
        IllegalArgumentException.class,
        () -> CocoEvaluation.anyClass(List.of(image), OverlapKind.MASK));
    assertThrows(IllegalArgumentException.class, () -> detection(Double.NaN, LEFT));
    assertThrows(IllegalArgumentException.class, () -> new CocoBox(0, 0, -1, 5));
  }
}
