package org.tucana.detection.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.detection.evaluation.PrecisionRecall;
import org.tucana.nn.metric.Calibration;
import org.tucana.nn.metric.ConfusionMatrix;
import org.tucana.nn.metric.Interval;

/** All numbers of a report as JSON; what is undefined is null. */
final class ReportJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  static String of(ReportInput input, ReportFigures figures) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("title", input.title());
    report.put("minimum_score", input.minimumScore());
    report.put("matched_by", word(input.matchedBy()));
    report.put("average_precision", figures.precision().stream().map(ReportJson::row).toList());
    report.put(
        "precision_recall",
        figures.curves().stream()
            .flatMap(set -> set.curves().stream().map(named -> curve(set, named)))
            .toList());
    report.put("confusion", confusion(figures.confusion()));
    report.put("roc", figures.rocs().stream().map(ReportJson::roc).toList());
    figures
        .calibration()
        .ifPresent(calibration -> {
          report.put("calibration_object", calibration(calibration.object()));
          report.put("calibration_object_of_class", calibration(calibration.objectOfClass()));
        });
    report.put("pictures", pictures(input, figures));
    report.put("best", names(input, figures.ranking().best()));
    report.put("worst", names(input, figures.ranking().worst()));
    try {
      return MAPPER.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("report: its numbers cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> row(PrecisionRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("of", row.what());
    json.put("overlap", word(row.kind()));
    row.truths().ifPresent(truths -> json.put("true_objects", truths));
    for (int i = 0; i < row.figures().length; i++) {
      String name = PrecisionRow.NAMES.get(i);
      json.put(name, number(row.figures()[i]));
      if (!row.intervals().isEmpty()) {
        Interval interval = row.intervals().get(i);
        json.put(name + "_interval", numbers(interval.low(), interval.high()));
      }
    }
    return json;
  }

  private static Map<String, Object> curve(CurveSet set, CurveSet.Named named) {
    PrecisionRecall curve = named.curve();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("of", named.name());
    json.put("overlap", word(set.kind()));
    json.put("iou", set.iou());
    json.put("true_objects", curve.truths());
    json.put("AP", number(curve.averagePrecision()));
    json.put("recall_reached", number(curve.recall()));
    json.put("precision_at_recall_0_to_1", numbers(curve.precision()));
    return json;
  }

  private static Map<String, Object> confusion(DetectionConfusion confusion) {
    ConfusionMatrix objects = confusion.objects();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("classes", objects.classes());
    json.put("counts", objects.counts());
    json.put("not_found", objects.none());
    json.put("false_alarms", confusion.falseAlarms());
    json.put("accuracy", number(objects.accuracy()));
    json.put("balanced_accuracy", number(objects.balancedAccuracy()));
    return json;
  }

  private static Map<String, Object> roc(ClassRoc roc) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", roc.name());
    json.put("positives", roc.curve().positives());
    json.put("negatives", roc.curve().negatives());
    json.put("area", number(roc.curve().area()));
    json.put("false_positive_rate", numbers(roc.curve().falsePositiveRate()));
    json.put("true_positive_rate", numbers(roc.curve().truePositiveRate()));
    return json;
  }

  private static Map<String, Object> calibration(Calibration calibration) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("detections", calibration.cases());
    json.put("expected_error", number(calibration.expectedError()));
    List<Map<String, Object>> bins = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("scores", numbers(bin.low(), bin.high()));
      one.put("detections", bin.cases());
      one.put("right", bin.right());
      one.put("mean_score", number(bin.meanScore()));
      bins.add(one);
    }
    json.put("bins", bins);
    return json;
  }

  private static List<Map<String, Object>> pictures(ReportInput input, ReportFigures figures) {
    List<Map<String, Object>> pictures = new ArrayList<>();
    for (int i = 0; i < input.pictures().size(); i++) {
      PictureQuality quality = figures.qualities().get(i);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", input.pictures().get(i).name());
      json.put("found", quality.found());
      json.put("missed", quality.missed());
      json.put("false_alarms", quality.falseAlarms());
      json.put("F1", number(quality.f1()));
      json.put("mean_overlap", number(quality.meanOverlap()));
      json.put("quality", number(quality.quality()));
      pictures.add(json);
    }
    return pictures;
  }

  private static List<String> names(ReportInput input, List<Integer> pictures) {
    return pictures.stream().map(i -> input.pictures().get(i).name()).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static List<Double> numbers(double... values) {
    return Arrays.stream(values).mapToObj(ReportJson::number).toList();
  }

  private static Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
