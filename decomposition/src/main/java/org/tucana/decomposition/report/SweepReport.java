package org.tucana.decomposition.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;

/**
 * The same network compressed by several rules.
 *
 * @param points one report a rule
 */
public record SweepReport(List<RewriteReport> points) {
  private static final double MEGA = 1e6;

  public SweepReport {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("sweep: at least one rule wanted");
    }
  }

  /**
   * A row a rule: mean error of the weights, error of the outputs (the largest of the networks),
   * and what the whole costs; the first row is the original.
   */
  public String csv() {
    StringBuilder text =
        new StringBuilder("rule,layers,weight_error,output_error,params,macs,bytes,ms\n");
    RewriteReport first = points.getFirst();
    row(text, "original", 0, 0, 0, first.before());
    for (RewriteReport point : points) {
      row(
          text,
          point.rule(),
          point.changes().size(),
          point.rootMeanSquareError(),
          outputError(point),
          point.after());
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text,
      String rule,
      int layers,
      double weightError,
      double outputError,
      Footprint cost) {
    text.append(
        String.format(
            Locale.ROOT,
            "%s,%d,%.8g,%.8g,%d,%d,%d,%s\n",
            rule,
            layers,
            weightError,
            outputError,
            cost.parameters(),
            cost.macs(),
            cost.bytes(),
            cost.millis().isPresent()
                ? String.format(Locale.ROOT, "%.6f", cost.millis().getAsDouble())
                : ""));
  }

  /** Errors over the multiply-accumulates that are left, as a PNG. */
  public byte[] errorOverMacs() {
    return plot("Error over multiply-accumulates", "MACs (M)", cost -> cost.macs() / MEGA);
  }

  /** Errors over measured milliseconds, as a PNG; empty where times were not measured. */
  public Optional<byte[]> errorOverMillis() {
    return points.stream().allMatch(p -> p.after().millis().isPresent())
        ? Optional.of(plot("Error over time", "ms", cost -> cost.millis().orElseThrow()))
        : Optional.empty();
  }

  private byte[] plot(String title, String axis, ToDoubleFunction<Footprint> x) {
    Map<String, List<Charts.Point>> series = new LinkedHashMap<>();
    series.put("outputs (largest of the networks)", points(x, SweepReport::outputError));
    series.put(
        "weights (root mean square over layers)", points(x, RewriteReport::rootMeanSquareError));
    return Charts.points(title, axis, "relative error", series);
  }

  /** The original, then a point a rule. */
  private List<Charts.Point> points(
      ToDoubleFunction<Footprint> x, ToDoubleFunction<RewriteReport> error) {
    List<Charts.Point> all = new ArrayList<>();
    all.add(new Charts.Point("original", x.applyAsDouble(points.getFirst().before()), 0));
    points.forEach(p ->
        all.add(new Charts.Point(p.rule(), x.applyAsDouble(p.after()), error.applyAsDouble(p))));
    return all;
  }

  private static double outputError(RewriteReport report) {
    return report.stages().stream().mapToDouble(StageChange::outputError).max().orElseThrow();
  }
}
