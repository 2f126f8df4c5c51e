package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.decomposition.rewrite.Alteration;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;
import org.tucana.decomposition.rewrite.WeightChange;
import org.tucana.nn.module.LayerForm;

/** A compression's report for programs. */
final class CompressionJson {
  private CompressionJson() {}

  static Map<String, Object> of(RewriteReport report) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", report.model());
    map.put(report.treatment().option(), report.rule());
    map.put("layers_asked_for", report.layers());
    map.put("backend", report.backend());
    map.put("weight_error", report.rootMeanSquareError());
    map.put("before", cost(report.before()));
    map.put("after", cost(report.after()));
    map.put("networks", report.stages().stream().map(CompressionJson::stage).toList());
    map.put("layers", report.changes().stream().map(CompressionJson::layer).toList());
    map.put("left_alone", report.leftAlone());
    if (!report.notes().isEmpty()) {
      map.put("notes", report.notes());
    }
    return map;
  }

  private static Map<String, Object> stage(StageChange stage) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", stage.name());
    map.put("output_error", JsonOutput.number(stage.outputError()));
    map.put("before", cost(stage.before()));
    map.put("after", cost(stage.after()));
    return map;
  }

  private static Map<String, Object> layer(LayerChange layer) {
    WeightChange change = layer.change();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", change.name());
    map.put("weight", change.weight());
    map.put("method", change.made().method());
    switch (change.made()) {
      case Alteration.Factors(LayerForm form) -> map.put("ranks", ranks(form));
      case Alteration.Thinner(int in, int out) -> {
        map.put("in", in);
        map.put("out", out);
      }
      case Alteration.Rounded rounded -> {
        map.put("input_step", rounded.input().step());
        map.put("input_low", rounded.low());
        map.put("input_high", rounded.high());
      }
    }
    map.put("modes", change.modes().stream().map(CompressionJson::mode).toList());
    if (!change.evbmf().isEmpty()) {
      map.put("evbmf", change.evbmf().stream().map(CompressionJson::mode).toList());
    }
    map.put("clamped", change.clamped());
    map.put("reason", change.reason());
    map.put("relative_error", change.relativeError());
    map.put("before", cost(layer.before()));
    map.put("after", cost(layer.after()));
    return map;
  }

  /** As a file of ranks has them. */
  private static Map<String, Object> ranks(LayerForm form) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (form) {
      case LayerForm.Tucker2(int in, int out) -> {
        map.put("in", in);
        map.put("out", out);
      }
      case LayerForm.Svd(int rank) -> map.put("rank", rank);
      case LayerForm.Cp(int rank) -> {
        map.put("method", form.method());
        map.put("rank", rank);
      }
      case LayerForm.TensorTrain train -> {
        map.put("method", form.method());
        map.put("out", train.out());
        map.put("in", train.in());
        map.put("ranks", train.ranks());
      }
    }
    return map;
  }

  private static Map<String, Object> mode(ModeEstimate mode) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mode", mode.mode());
    map.put("size", mode.size());
    map.put("estimate", mode.estimate());
    map.put("rank", mode.rank());
    map.put("clamped", mode.clamped());
    mode.noiseVariance().ifPresent(value -> map.put("noise_variance", value));
    return map;
  }

  private static Map<String, Object> cost(Footprint footprint) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("params", footprint.parameters());
    map.put("macs", footprint.macs());
    map.put("bytes", footprint.bytes());
    footprint.millis().ifPresent(value -> map.put("ms", value));
    return map;
  }
}
