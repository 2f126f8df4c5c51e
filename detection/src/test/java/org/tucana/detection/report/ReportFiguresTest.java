package org.tucana.detection.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.CocoSummary;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.IouThresholds;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.Outcome;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Interval;

/** Against numbers computed by hand for {@link SyntheticScenes}. */
class ReportFiguresTest {
  private static final double ROUNDING = 1e-12;
  private static final ReportFigures FIGURES = ReportFigures.of(SyntheticScenes.input());

  private static PrecisionRow row(ReportFigures figures, String what, OverlapKind kind) {
    return figures.precision().stream()
        .filter(row -> row.what().equals(what) && row.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void matchesAreCocos() {
    MatchedImage full = FIGURES.matches().get(0);
    assertArrayEquals(new int[] {0, 1, 2, MatchedImage.NONE, MatchedImage.NONE}, full.matched());
    assertArrayEquals(new int[] {0, 1, 2}, full.detectionsOfTruth());
    assertEquals(0.6, full.overlap(1), ROUNDING);
    assertEquals(1, full.overlap(4), "a second one on an object");
    assertEquals(0, full.overlap(3));
    MatchedImage missed = FIGURES.matches().get(1);
    assertArrayEquals(new Outcome[] {Outcome.IGNORED, Outcome.IGNORED}, missed.outcomes());
    assertArrayEquals(new int[] {MatchedImage.NONE, MatchedImage.NONE}, missed.detectionsOfTruth());
  }

  @Test
  void averagePrecision() {
    double[] any = row(FIGURES, PrecisionRow.DETECTOR, OverlapKind.MASK).figures();
    // Three of four objects are found before anything false; at 0.75 the second one is false.
    assertEquals(76 / 101.0, any[1], ROUNDING);
    assertEquals((26 + 25 * 2 / 3.0) / 101, any[2], ROUNDING);
    // IoU 0.6 counts at 0.50, 0.55 and 0.60.
    assertEquals((3 * 0.75 + 7 * 0.5) / 10, any[3], ROUNDING);
    double[] round = row(FIGURES, "round", OverlapKind.MASK).figures();
    assertArrayEquals(new double[] {51 / 101.0, 51 / 101.0, 51 / 101.0, 0.5}, round, ROUNDING);
    assertArrayEquals(
        new double[4],
        row(FIGURES, "arms", OverlapKind.MASK).figures(),
        "all on others or nothing");
    assertEquals(2, row(FIGURES, "round", OverlapKind.BOX).truths().orElseThrow());
    assertEquals(4, row(FIGURES, PrecisionRow.DETECTOR, OverlapKind.BOX).truths().orElseThrow());
  }

  @Test
  void aDetectionOnAnObjectOfUnknownClassIsNotFalse() {
    EvaluatedImage unknown =
        new EvaluatedImage(
            List.of(
                SyntheticScenes.truth(SyntheticScenes.UNKNOWN, 0, 0, 4, 4),
                SyntheticScenes.truth(SyntheticScenes.ROUND, 10, 10, 4, 4)),
            List.of(
                SyntheticScenes.detection(SyntheticScenes.ROUND, 0.9, 0, 0, 4, 4),
                SyntheticScenes.detection(SyntheticScenes.ROUND, 0.8, 10, 10, 4, 4)));
    ReportFigures figures =
        ReportFigures.of(
            ReportInput.of(
                "t",
                SyntheticScenes.CLASSES,
                List.of(new ReportPicture("p", Optional.empty(), unknown))));
    assertEquals(1, row(figures, "round", OverlapKind.MASK).figures()[0], ROUNDING);
    assertTrue(Double.isNaN(row(figures, "arms", OverlapKind.MASK).figures()[0]));
    assertEquals(
        1, row(figures, "detector, mean of classes", OverlapKind.MASK).figures()[0], ROUNDING);
  }

  @Test
  void rowsAgreeWithCocosSummary() {
    for (OverlapKind kind : OverlapKind.values()) {
      CocoSummary summary =
          CocoEvaluation.anyClass(SyntheticScenes.input().images(), kind).summary();
      assertArrayEquals(
          new double[] {summary.ap(), summary.ap50(), summary.ap75(), summary.ar100()},
          row(FIGURES, PrecisionRow.DETECTOR, kind).figures(),
          ROUNDING);
    }
  }

  @Test
  void anotherDetectorStandsBesideWithItsDifference() {
    Bootstrap bootstrap = new Bootstrap(50, 0.9, 4);
    EvaluatedImage nothing = new EvaluatedImage(SyntheticScenes.MISSED.truth(), List.of());
    EvaluatedImage first =
        new EvaluatedImage(
            SyntheticScenes.FULL.truth(), SyntheticScenes.FULL.detections().subList(0, 1));
    ReportInput input =
        SyntheticScenes.input()
            .with(bootstrap)
            .with(new ComparedDetector("threshold", List.of(first, nothing)));
    ReportFigures figures = ReportFigures.of(input);
    assertEquals(
        26 / 101.0, row(figures, "threshold, any class", OverlapKind.BOX).figures()[1], ROUNDING);
    PrecisionRow difference = row(figures, "difference", OverlapKind.BOX);
    assertEquals(50 / 101.0, difference.figures()[1], ROUNDING);
    CocoEvaluation one = CocoEvaluation.anyClass(input.images(), OverlapKind.BOX);
    CocoEvaluation other = CocoEvaluation.anyClass(List.of(first, nothing), OverlapKind.BOX);
    Interval expected = bootstrap.interval(2, sample -> one.ap50(sample) - other.ap50(sample));
    assertEquals(expected.low(), difference.intervals().get(1).low(), ROUNDING);
    assertEquals(expected.high(), difference.intervals().get(1).high(), ROUNDING);
    assertTrue(
        figures.curves().stream()
            .allMatch(set ->
                set.curves().stream()
                        .filter(named -> named.role() == CurveSet.Role.COMPARED)
                        .count()
                    == 1));
  }

  @Test
  void curvesComeAtBothThresholds() {
    List<String> sets = FIGURES.curves().stream().map(set -> set.kind() + " " + set.iou()).toList();
    assertEquals(List.of("BOX 0.5", "BOX 0.75", "MASK 0.5", "MASK 0.75"), sets);
    assertEquals(
        List.of(PrecisionRow.DETECTOR, "round", "arms"),
        FIGURES.curves().getFirst().curves().stream().map(CurveSet.Named::name).toList());
  }

  @Test
  void confusionKnowsWhatWasMissedAndWhatIsNothing() {
    DetectionConfusion confusion = FIGURES.confusion();
    assertArrayEquals(new int[][] {{1, 0}, {1, 0}}, confusion.objects().counts());
    assertArrayEquals(new int[] {1, 0}, confusion.objects().none());
    assertArrayEquals(new int[] {0, 1}, confusion.falseAlarms());
    DetectionConfusion sure =
        DetectionConfusion.of(FIGURES.matches(), SyntheticScenes.CLASSES, 0.85);
    assertArrayEquals(new int[][] {{1, 0}, {0, 0}}, sure.objects().counts());
    assertArrayEquals(new int[] {1, 1}, sure.objects().none());
    assertArrayEquals(new int[] {0, 0}, sure.falseAlarms());
  }

  @Test
  void rocTakesTheScoreOfTheClassOnEachFoundObject() {
    // Scores of "round": 0.9 on a round one, 0.8 on arms. Of "arms": 0.3 and 0.
    assertEquals(1, FIGURES.rocs().get(0).curve().area());
    assertEquals(0, FIGURES.rocs().get(1).curve().area());
    assertEquals(1, FIGURES.rocs().get(0).curve().positives());
    assertEquals(1, FIGURES.rocs().get(0).curve().negatives());
  }

  @Test
  void calibrationWithAndWithoutTheClass() {
    ScoreCalibration calibration = FIGURES.calibration().orElseThrow();
    assertEquals(5, calibration.object().cases());
    assertEquals((0.1 + 0.2 + 0.3 + 0.6 + 0.3) / 5, calibration.object().expectedError(), ROUNDING);
    assertEquals(4, calibration.objectOfClass().cases());
    assertEquals(
        (0.1 + 0.8 + 0.6 + 0.3) / 4, calibration.objectOfClass().expectedError(), ROUNDING);
  }

  @Test
  void scoresThatAreNoProbabilitiesHaveNoCalibration() {
    DetectedObject flux = SyntheticScenes.detection(SyntheticScenes.ROUND, 250, 0, 0, 4, 4);
    EvaluatedImage image = new EvaluatedImage(SyntheticScenes.FULL.truth(), List.of(flux));
    assertTrue(
        ScoreCalibration.of(
                List.of(MatchedImage.of(image, OverlapKind.BOX, 0.5)),
                SyntheticScenes.CLASSES.keySet())
            .isEmpty());
  }

  @Test
  void qualityIsF1TimesMeanOverlap() {
    PictureQuality full = FIGURES.qualities().get(0);
    assertEquals(List.of(3, 0, 1), List.of(full.found(), full.missed(), full.falseAlarms()));
    assertEquals(6 / 7.0, full.f1(), ROUNDING);
    assertEquals(2.6 / 3, full.meanOverlap(), ROUNDING);
    assertEquals(full.f1() * full.meanOverlap(), full.quality(), ROUNDING);
    PictureQuality missed = FIGURES.qualities().get(1);
    assertEquals(0, missed.quality());
    assertTrue(Double.isNaN(missed.meanOverlap()));
  }

  @Test
  void noPictureIsBothBestAndWorst() {
    List<PictureQuality> qualities =
        List.of(
            new PictureQuality(1, 0, 0, 0.7),
            new PictureQuality(0, 0, 0, 0),
            new PictureQuality(0, 1, 0, 0),
            new PictureQuality(0, 3, 0, 0),
            new PictureQuality(1, 0, 0, 0.9),
            new PictureQuality(2, 0, 0, 1.8));
    PictureRanking all = PictureRanking.of(qualities, 6);
    assertEquals(List.of(5, 4, 0), all.best());
    assertEquals(List.of(3, 2), all.worst());
    assertEquals(List.of(5), PictureRanking.of(qualities, 1).best());
    assertEquals(List.of(3), PictureRanking.of(qualities, 1).worst());
  }

  @Test
  void withoutAMaskOnlyBoxesAreMeasured() {
    DetectedObject bare =
        new DetectedObject(
            1, 0.5, SyntheticScenes.FULL.detections().get(0).box(), Optional.empty());
    ReportInput input =
        SyntheticScenes.input()
            .with(
                new ComparedDetector(
                    "bare",
                    List.of(
                        new EvaluatedImage(SyntheticScenes.FULL.truth(), List.of(bare)),
                        SyntheticScenes.MISSED)));
    assertEquals(List.of(OverlapKind.BOX), input.kinds());
    assertEquals(IouThresholds.AT_50.lowest(), ReportFigures.of(input).curves().getFirst().iou());
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    ReportInput good = SyntheticScenes.input();
    assertEquals(
        "report: 2 pictures, but threshold has detections in 1; give one list of detections a"
            + " picture",
        fault(() -> good.with(new ComparedDetector("threshold", List.of(SyntheticScenes.FULL)))));
    assertEquals(
        "report: a detection in full has class 2, expected one of [1]; give the detector's classes",
        fault(() -> ReportInput.of("t", ReportInput.numbered(List.of("round")), good.pictures())));
    assertEquals(
        "report: at least one picture and one class wanted",
        fault(() -> ReportInput.of("t", SyntheticScenes.CLASSES, List.of())));
  }

  private static String fault(Runnable making) {
    return assertThrows(IllegalArgumentException.class, making::run).getMessage();
  }
}
