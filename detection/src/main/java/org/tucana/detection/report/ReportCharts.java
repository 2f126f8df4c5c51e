package org.tucana.detection.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tucana.detection.evaluation.PrecisionRecall;
import org.tucana.nn.metric.Calibration;
import org.tucana.nn.metric.Calibration.Bin;
import org.tucana.nn.report.CountChart;
import org.tucana.nn.report.UnitSquareChart;

/** The charts of a report as PNG. */
final class ReportCharts {
  /** A chart with more curves is not readable. */
  static final int MOST_CLASSES = 10;

  private ReportCharts() {}

  /** Precision over recall, AP in the legend; of many classes those with most true objects. */
  static byte[] precisionRecall(CurveSet set) {
    UnitSquareChart chart =
        new UnitSquareChart(
            "Precision over recall, %s at IoU %s"
                .formatted(Figures.plural(set.kind()), Figures.threshold(set.iou())),
            "recall",
            "precision");
    Set<String> classes =
        set.curves().stream()
            .filter(named -> named.role() == CurveSet.Role.ONE_CLASS)
            .sorted(
                Comparator.comparingInt((CurveSet.Named named) -> named.curve().truths())
                    .reversed())
            .limit(MOST_CLASSES)
            .map(CurveSet.Named::name)
            .collect(Collectors.toSet());
    for (CurveSet.Named named : set.curves()) {
      PrecisionRecall curve = named.curve();
      String legend = named.name() + ": AP " + Figures.number(curve.averagePrecision());
      double[] precision = Arrays.copyOf(curve.precision(), reached(curve));
      double[] recall = new double[precision.length];
      Arrays.setAll(recall, point -> point / (PrecisionRecall.POINTS - 1.0));
      switch (named.role()) {
        case ANY_CLASS -> chart.mainLine(legend, recall, precision);
        case COMPARED -> chart.otherLine(legend, recall, precision);
        case ONE_CLASS -> {
          if (classes.contains(named.name())) {
            chart.line(legend, recall, precision);
          }
        }
      }
    }
    return chart.png();
  }

  /** How many points of recall the detections reach; one, of no recall, where there are none. */
  private static int reached(PrecisionRecall curve) {
    int points = curve.precision().length;
    while (points > 1 && curve.precision()[points - 1] == 0) {
      points--;
    }
    return points;
  }

  /** One against rest, the area in the legend; of many classes those with most objects. */
  static byte[] roc(List<ClassRoc> rocs) {
    UnitSquareChart chart =
        new UnitSquareChart("ROC, one class against the rest", "false positives", "true positives");
    List<ClassRoc> drawn = drawn(rocs);
    rocs.stream()
        .filter(drawn::contains)
        .forEach(roc ->
            chart.line(
                roc.name() + ": area " + Figures.number(roc.curve().area()),
                roc.curve().falsePositiveRate(),
                roc.curve().truePositiveRate()));
    return chart.diagonal("chance: area 0.500").png();
  }

  private static List<ClassRoc> drawn(List<ClassRoc> rocs) {
    return rocs.stream()
        .filter(roc -> roc.curve().defined())
        .sorted(Comparator.comparingInt((ClassRoc roc) -> roc.curve().positives()).reversed())
        .limit(MOST_CLASSES)
        .toList();
  }

  /** Share of right ones over mean score, a point a range of scores. */
  static byte[] reliability(ScoreCalibration calibration) {
    UnitSquareChart chart =
        new UnitSquareChart("Calibration of scores", "mean score", "share that is right")
            .diagonal("perfect");
    addPoints(chart, "an object", calibration.object());
    addPoints(chart, "and its class", calibration.objectOfClass());
    return chart.png();
  }

  private static void addPoints(UnitSquareChart chart, String name, Calibration calibration) {
    List<Bin> bins = calibration.bins().stream().filter(bin -> bin.cases() > 0).toList();
    if (!bins.isEmpty()) {
      chart.points(
          "%s: ECE %s".formatted(name, Figures.number(calibration.expectedError())),
          bins.stream().mapToDouble(Bin::meanScore).toArray(),
          bins.stream().mapToDouble(Bin::shareRight).toArray());
    }
  }

  /** How many detections have which score. */
  static byte[] scores(ScoreCalibration calibration) {
    List<Bin> bins = calibration.object().bins();
    return CountChart.of(
        "Detections by score",
        "score",
        "detections",
        bins.stream().map(bin -> String.format(Locale.ROOT, "%.1f", bin.low())).toList(),
        bins.stream().mapToInt(Bin::cases).toArray());
  }
}
