package org.tucana.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;
import org.tucana.nn.metric.ConfusionMatrix;

/**
 * The figures of answers to stamps for people and for programs, beside what needs no picture: the
 * largest class always, and chance.
 *
 * @param report on all classes
 * @param spiralsMerged the same answers with both kinds of spirals as one class
 * @param folds number of parts of a cross-validation; empty where held-out stamps were answered
 */
record ClassificationOutput(
    ClassificationReport report, ClassificationReport spiralsMerged, OptionalInt folds) {
  private static final int DRAWS = 2000;

  /** Elliptical, spiral and barred spiral as one, merger. */
  private static final List<String> SPIRALS_MERGED = List.of("elliptical", "spiral", "merger");

  private static final int[] MERGED_PLACES = {0, 1, 1, 2};

  /**
   * The figures of answers about the four classes.
   *
   * @param seed of the intervals
   */
  static ClassificationOutput of(Answers answers, OptionalInt folds, long seed) {
    Bootstrap bootstrap = new Bootstrap(DRAWS, 0.95, seed);
    return new ClassificationOutput(
        ClassificationReport.of(answers, bootstrap),
        ClassificationReport.of(answers.merged(SPIRALS_MERGED, MERGED_PLACES), bootstrap),
        folds);
  }

  /** Keys and values of the JSON form. */
  Map<String, Object> values() {
    ConfusionMatrix confusion = report.confusion();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("n", confusion.cases());
    folds.ifPresent(parts -> values.put("folds", parts));
    values.put("accuracy", JsonOutput.number(report.accuracy()));
    values.put("accuracy_interval", JsonOutput.interval(report.accuracyInterval()));
    values.put("balanced_accuracy", JsonOutput.number(report.balancedAccuracy()));
    values.put(
        "balanced_accuracy_interval", JsonOutput.interval(report.balancedAccuracyInterval()));
    values.put(
        "balanced_accuracy_spirals_merged", JsonOutput.number(spiralsMerged.balancedAccuracy()));
    values.put(
        "balanced_accuracy_spirals_merged_interval",
        JsonOutput.interval(spiralsMerged.balancedAccuracyInterval()));
    values.put("majority_accuracy", majority());
    values.put("chance_balanced_accuracy", chance());
    values.put("classes", confusion.classes());
    values.put("confusion", confusion.counts());
    Map<String, Object> recall = new LinkedHashMap<>();
    for (int c = 0; c < confusion.classes().size(); c++) {
      recall.put(confusion.classes().get(c), JsonOutput.number(report.perClass().get(c).recall()));
    }
    values.put("recall", recall);
    return values;
  }

  /** A few lines of text. */
  List<String> lines() {
    ConfusionMatrix confusion = report.confusion();
    List<String> lines = new ArrayList<>();
    lines.add(
        (folds.isPresent() ? folds.getAsInt() + "-fold cross-validation over " : "")
            + confusion.cases()
            + " stamps"
            + (folds.isPresent() ? "" : " that were held out"));
    lines.add(
        String.format(
            Locale.ROOT,
            "balanced accuracy %.3f, 95 %% interval %.3f to %.3f (chance or one class always %.3f)",
            report.balancedAccuracy(),
            report.balancedAccuracyInterval().low(),
            report.balancedAccuracyInterval().high(),
            chance()));
    lines.add(
        String.format(
            Locale.ROOT,
            "accuracy          %.3f, 95 %% interval %.3f to %.3f (the largest class always %.3f)",
            report.accuracy(),
            report.accuracyInterval().low(),
            report.accuracyInterval().high(),
            majority()));
    lines.add(
        String.format(
            Locale.ROOT,
            "both spirals as one class: balanced accuracy %.3f, 95 %% interval %.3f to %.3f",
            spiralsMerged.balancedAccuracy(),
            spiralsMerged.balancedAccuracyInterval().low(),
            spiralsMerged.balancedAccuracyInterval().high()));
    lines.add("true class, recall, answered " + String.join(", ", confusion.classes()));
    for (int c = 0; c < confusion.classes().size(); c++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-15s %.3f  %s",
              confusion.classes().get(c),
              report.perClass().get(c).recall(),
              Arrays.toString(confusion.counts()[c])));
    }
    return lines;
  }

  private double majority() {
    int largest = report.perClass().stream().mapToInt(scores -> scores.cases()).max().orElseThrow();
    return largest / (double) report.confusion().cases();
  }

  /** Mean recall of answers that do not look at the picture. */
  private double chance() {
    return 1.0
        / IntStream.range(0, report.perClass().size())
            .filter(c -> report.perClass().get(c).cases() > 0)
            .count();
  }
}
