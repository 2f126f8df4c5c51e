package org.tucana.app;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.PrecisionEstimate;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.report.TextTable;

/** What an evaluation found, figure by figure, as JSON and as a table. */
final class EvaluationResult {
  private final FinderSet<String> names;
  private final Bootstrap bootstrap;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, Estimate> figures = new LinkedHashMap<>();
  private final Map<String, Map<String, Estimate>> figuresOfClasses = new LinkedHashMap<>();
  private final Map<String, Estimate> baseline = new LinkedHashMap<>();
  private final Map<String, Difference> differences = new LinkedHashMap<>();

  /**
   * @param names what is measured
   * @param bootstrap how intervals are drawn
   */
  EvaluationResult(FinderSet<String> names, Bootstrap bootstrap) {
    this.names = names;
    this.bootstrap = bootstrap;
  }

  /** Something that is no figure of merit: a number of pictures, a confusion matrix; null is so. */
  void fact(String key, Object value) {
    facts.put(key, value);
  }

  /** How well classes are told; a baseline has no classes. */
  void classification(FinderSet<Answers> answers) {
    ClassificationReport report = ClassificationReport.of(answers.model(), bootstrap);
    figures.put("accuracy", new Estimate(report.accuracy(), report.accuracyInterval()));
    figures.put(
        "balanced_accuracy",
        new Estimate(report.balancedAccuracy(), report.balancedAccuracyInterval()));
    fact("classes", report.confusion().classes());
    fact("confusion", report.confusion().counts());
    fact("not_found", report.confusion().none());
    answers
        .compared()
        .ifPresent(other ->
            differ(
                "balanced_accuracy",
                answers.model().cases(),
                sample -> answers.model().confusion(sample).balancedAccuracy(),
                sample -> other.confusion(sample).balancedAccuracy()));
  }

  /** AP50 and AP whatever the classes, of everything that is measured. */
  void precision(String prefix, OverlapKind kind, FinderSet<CocoEvaluation> evaluations) {
    String ap50 = prefix + "AP50_" + suffix(kind);
    String ap = prefix + "AP_" + suffix(kind);
    CocoEvaluation own = evaluations.model();
    put(figures, ap50, ap, PrecisionEstimate.of(own, bootstrap));
    evaluations
        .baseline()
        .ifPresent(other -> put(baseline, ap50, ap, PrecisionEstimate.of(other, bootstrap)));
    evaluations
        .compared()
        .ifPresent(other -> {
          differ(ap50, own.images(), own::ap50, other::ap50);
          differ(ap, own.images(), own::ap, other::ap);
        });
  }

  /** AP50 and AP of the model class by class, of those that have an object. */
  void precisionOfClasses(
      String prefix, OverlapKind kind, List<String> classes, CocoEvaluation evaluation) {
    for (int c = 0; c < classes.size(); c++) {
      PrecisionEstimate precision = PrecisionEstimate.of(evaluation.ofClass(c), bootstrap);
      if (!Double.isNaN(precision.ap().value())) {
        put(
            figuresOfClasses.computeIfAbsent(classes.get(c), key -> new LinkedHashMap<>()),
            prefix + "AP50_" + suffix(kind),
            prefix + "AP_" + suffix(kind),
            precision);
      }
    }
  }

  private static void put(
      Map<String, Estimate> to, String ap50, String ap, PrecisionEstimate precision) {
    to.put(ap50, precision.ap50());
    to.put(ap, precision.ap());
  }

  private void differ(
      String key, int cases, ToDoubleFunction<int[]> first, ToDoubleFunction<int[]> second) {
    differences.put(key, bootstrap.difference(cases, first, second));
  }

  private static String suffix(OverlapKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Each figure under its key, its interval under {@code KEY_interval}. */
  Map<String, Object> json() {
    Map<String, Object> json = json(figures);
    json.putAll(facts);
    if (!figuresOfClasses.isEmpty()) {
      Map<String, Object> classes = new LinkedHashMap<>();
      figuresOfClasses.forEach((name, own) -> classes.put(name, json(own)));
      json.put("per_class", classes);
    }
    names
        .baseline()
        .ifPresent(name -> {
          Map<String, Object> own = new LinkedHashMap<>();
          own.put("method", name);
          own.putAll(json(baseline));
          json.put("baseline", own);
        });
    names
        .compared()
        .ifPresent(name -> {
          Map<String, Object> own = new LinkedHashMap<>();
          own.put("with", name);
          differences.forEach((key, difference) -> own.put(key, json(difference)));
          json.put("comparison", own);
        });
    return json;
  }

  private static Map<String, Object> json(Map<String, Estimate> figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    figures.forEach((key, estimate) -> {
      json.put(key, JsonOutput.number(estimate.value()));
      json.put(key + "_interval", JsonOutput.interval(estimate.interval()));
    });
    return json;
  }

  static Map<String, Object> json(Difference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("difference", JsonOutput.number(difference.value()));
    json.put("interval", JsonOutput.interval(difference.interval()));
    json.put("p", JsonOutput.number(difference.p()));
    return json;
  }

  /** A table of the figures, then the facts, a line each. */
  String text() {
    StringBuilder text = new StringBuilder(table().toString());
    facts.forEach((key, value) -> text.append(key).append(": ").append(words(value)).append('\n'));
    return text.toString();
  }

  private TextTable table() {
    TextTable table =
        new TextTable(
            1,
            "figure",
            names.model(),
            names.baseline().orElse(""),
            names.compared().map(name -> "less " + name).orElse(""));
    figures.forEach((key, estimate) ->
        table.add(
            key,
            FigureText.of(estimate),
            Optional.ofNullable(baseline.get(key)).map(FigureText::of).orElse(""),
            Optional.ofNullable(differences.get(key)).map(FigureText::of).orElse("")));
    figuresOfClasses.forEach((name, own) ->
        own.forEach(
            (key, estimate) -> table.add(key + " of " + name, FigureText.of(estimate), "", "")));
    return table;
  }

  private static String words(Object value) {
    return switch (value) {
      case int[] row -> Arrays.toString(row);
      case int[][] rows -> Arrays.deepToString(rows);
      case null, default -> String.valueOf(value);
    };
  }
}
