package org.tucana.decomposition.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;
import org.tucana.decomposition.rewrite.WeightChange;

/** A report as comma-separated values: a row a changed layer, then one a network and the total. */
public final class CompressionCsv {
  private static final String HEADER =
      "kind,name,weight,method,ranks,estimates,clamped,noise_variances,evbmf_ranks,"
          + "relative_error,params_before,params_after,macs_before,macs_after,bytes_before,bytes_after,ms_before,ms_after\n";

  private CompressionCsv() {}

  /**
   * The table; what belongs to several modes is separated by blanks, what there is not or was not
   * measured is empty.
   */
  public static String of(RewriteReport report) {
    StringBuilder text = new StringBuilder(HEADER);
    for (LayerChange layer : report.changes()) {
      WeightChange c = layer.change();
      text.append(
          "layer,%s,%s,%s,%s,%s,%s,%s,%s,"
              .formatted(
                  c.name(),
                  c.weight(),
                  c.made().method(),
                  c.made().numbers().replace(",", ""),
                  modes(c.modes(), mode -> Integer.toString(mode.estimate())),
                  c.clamped(),
                  modes(c.modes(), CompressionCsv::noise),
                  modes(c.evbmf(), mode -> Integer.toString(mode.rank()))));
      row(text, c.relativeError(), layer.before(), layer.after());
    }
    for (StageChange stage : report.stages()) {
      text.append("network,%s,,,,,,,,".formatted(stage.name()));
      row(text, stage.outputError(), stage.before(), stage.after());
    }
    text.append("total,,,,,,,,,");
    row(text, report.rootMeanSquareError(), report.before(), report.after());
    return text.toString();
  }

  private static String modes(List<ModeEstimate> modes, Function<ModeEstimate, String> value) {
    return modes.stream().map(value).collect(Collectors.joining(" ")).strip();
  }

  private static String noise(ModeEstimate mode) {
    return mode.noiseVariance().isPresent()
        ? String.format(Locale.ROOT, "%.8e", mode.noiseVariance().getAsDouble())
        : "";
  }

  private static void row(StringBuilder text, double error, Footprint before, Footprint after) {
    text.append(
        String.format(
            Locale.ROOT,
            "%.8g,%d,%d,%d,%d,%d,%d,%s,%s\n",
            error,
            before.parameters(),
            after.parameters(),
            before.macs(),
            after.macs(),
            before.bytes(),
            after.bytes(),
            millis(before.millis()),
            millis(after.millis())));
  }

  private static String millis(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.6f", value.getAsDouble()) : "";
  }
}
