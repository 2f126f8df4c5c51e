package org.tucana.decomposition.report;

import java.util.ArrayList;
import java.util.List;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.LayerChange;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.decomposition.rewrite.StageChange;
import org.tucana.nn.report.TextTable;

/** A report as aligned lines for a terminal. */
public final class CompressionText {
  private static final List<String> HEADER =
      List.of(
          "layer",
          "weight",
          "method",
          "ranks",
          "error",
          "params (M)",
          "",
          "MACs (M)",
          "",
          "bytes (MiB)",
          "",
          "ms",
          "");

  private CompressionText() {}

  /** A line a layer, then one a network and the total: each cost before and after. */
  public static String of(RewriteReport report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    for (LayerChange c : report.changes()) {
      lines.add(
          line(
              List.of(c.name(), c.weight(), c.form().method(), c.ranks()),
              c.relativeError(),
              c.before(),
              c.after()));
    }
    for (StageChange stage : report.stages()) {
      lines.add(
          line(
              List.of(stage.name(), "network", "", ""),
              stage.outputError(),
              stage.before(),
              stage.after()));
    }
    lines.add(
        line(
            List.of("total", "", "", ""),
            report.rootMeanSquareError(),
            report.before(),
            report.after()));
    StringBuilder text = new StringBuilder(TextTable.of(lines));
    report.leftAlone().forEach(line -> text.append("\nleft as it is: ").append(line));
    return text.toString();
  }

  private static List<String> line(
      List<String> first, double error, Footprint before, Footprint after) {
    List<String> cells = new ArrayList<>(first);
    cells.add(Figures.error(error));
    cells.addAll(
        List.of(
            Figures.millions(before.parameters()),
            Figures.millions(after.parameters()),
            Figures.millions(before.macs()),
            Figures.millions(after.macs()),
            Figures.mebibytes(before.bytes()),
            Figures.mebibytes(after.bytes()),
            Figures.millis(before.millis()),
            Figures.millis(after.millis())));
    return cells;
  }
}
