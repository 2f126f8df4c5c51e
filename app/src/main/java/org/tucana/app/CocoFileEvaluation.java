package org.tucana.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.evaluation.PrecisionEstimate;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.report.TextTable;

/**
 * COCO's figures of detections in files, as pycocotools reckons them.
 *
 * @param categories names of the classes by number
 * @param images truth and detections
 * @param compared truth and another model's detections of the same pictures
 * @param anyClass whether all objects count as of one class
 * @param intervals how intervals are drawn; none are without it
 */
record CocoFileEvaluation(
    SortedMap<Integer, String> categories,
    List<EvaluatedImage> images,
    Optional<List<EvaluatedImage>> compared,
    boolean anyClass,
    Optional<Bootstrap> intervals) {
  private static final Map<OverlapKind, String> KEYS =
      Map.of(OverlapKind.BOX, "bbox", OverlapKind.MASK, "segm");

  /** Boxes, and masks where every object has one. */
  private List<OverlapKind> kinds() {
    return OverlapKind.of(Stream.concat(images.stream(), compared.stream().flatMap(List::stream)));
  }

  private CocoEvaluation evaluation(List<EvaluatedImage> of, OverlapKind kind) {
    return anyClass
        ? CocoEvaluation.anyClass(of, kind)
        : CocoEvaluation.perClass(of, categories.keySet(), kind);
  }

  /** The classes that figures are given of, in the order of their numbers. */
  private List<String> classes() {
    return anyClass ? List.of("any class") : List.copyOf(categories.values());
  }

  /** The figures under COCO's names; intervals and the comparison apart, where there are any. */
  Map<String, Object> json(String comparedName) {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> between = new LinkedHashMap<>();
    Map<String, Object> differences = new LinkedHashMap<>();
    differences.put("with", comparedName);
    for (OverlapKind kind : kinds()) {
      CocoEvaluation own = evaluation(images, kind);
      json.put(KEYS.get(kind), own.summary().named());
      intervals.ifPresent(drawing -> between.put(KEYS.get(kind), intervals(own, drawing)));
      compared.ifPresent(
          other -> differences.put(KEYS.get(kind), differences(own, evaluation(other, kind))));
    }
    if (intervals.isPresent()) {
      json.put("intervals", between);
    }
    if (compared.isPresent()) {
      json.put("comparison", differences);
    }
    return json;
  }

  private Map<String, Object> intervals(CocoEvaluation evaluation, Bootstrap drawing) {
    Map<String, Object> json = intervals(PrecisionEstimate.of(evaluation, drawing));
    Map<String, Object> classes = new LinkedHashMap<>();
    List<String> names = classes();
    for (int c = 0; c < names.size(); c++) {
      classes.put(names.get(c), intervals(PrecisionEstimate.of(evaluation.ofClass(c), drawing)));
    }
    json.put("per_class", classes);
    return json;
  }

  private static Map<String, Object> intervals(PrecisionEstimate precision) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("AP", JsonOutput.interval(precision.ap().interval()));
    json.put("AP50", JsonOutput.interval(precision.ap50().interval()));
    return json;
  }

  private static Map<String, Object> differences(CocoEvaluation own, CocoEvaluation other) {
    Map<String, Object> json = new LinkedHashMap<>();
    difference(own, other)
        .forEach((key, difference) -> json.put(key, EvaluationResult.json(difference)));
    return json;
  }

  private static Map<String, Difference> difference(CocoEvaluation own, CocoEvaluation other) {
    Bootstrap drawing = EvaluateCommand.INTERVALS;
    Map<String, Difference> differences = new LinkedHashMap<>();
    differences.put("AP", drawing.difference(own.images(), own::ap, other::ap));
    differences.put("AP50", drawing.difference(own.images(), own::ap50, other::ap50));
    return differences;
  }

  /** A column for boxes and one for masks. */
  String text(String comparedName) {
    List<OverlapKind> kinds = kinds();
    List<String> header = new ArrayList<>(List.of("figure"));
    kinds.forEach(kind -> header.add(kind == OverlapKind.BOX ? "boxes" : "masks"));
    TextTable table = new TextTable(1, header.toArray(String[]::new));
    List<Map<String, String>> columns =
        kinds.stream().map(kind -> column(kind, comparedName)).toList();
    for (String figure : columns.getFirst().keySet()) {
      List<String> row = new ArrayList<>(List.of(figure));
      columns.forEach(column -> row.add(column.get(figure)));
      table.add(row);
    }
    return table.toString();
  }

  private Map<String, String> column(OverlapKind kind, String comparedName) {
    CocoEvaluation own = evaluation(images, kind);
    Map<String, String> column = new LinkedHashMap<>();
    own.summary()
        .named()
        .forEach((key, value) -> {
          if (value instanceof Double figure) {
            column.put(key, String.format(Locale.ROOT, "%.3f", figure));
          }
        });
    intervals.ifPresent(drawing -> {
      PrecisionEstimate precision = PrecisionEstimate.of(own, drawing);
      column.put("AP", FigureText.of(precision.ap()));
      column.put("AP50", FigureText.of(precision.ap50()));
    });
    List<String> names = classes();
    for (int c = 0; c < names.size(); c++) {
      column.put("AP50 of " + names.get(c), ofClass(own.ofClass(c)));
    }
    compared.ifPresent(other ->
        difference(own, evaluation(other, kind))
            .forEach((key, difference) ->
                column.put(key + " less " + comparedName, FigureText.of(difference))));
    return column;
  }

  private String ofClass(CocoEvaluation evaluation) {
    return intervals
        .map(drawing -> FigureText.of(PrecisionEstimate.of(evaluation, drawing).ap50()))
        .orElseGet(() -> FigureText.number(evaluation.summary().ap50()));
  }
}
