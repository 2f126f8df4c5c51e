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
  private CompressionText() {}

  /** A line a layer, then one a network and the total: each cost before and after. */
  public static String of(RewriteReport report) {
    TextTable table =
        new TextTable(
            4,
            "layer",
            "weight",
            "method",
            report.treatment().column(),
            "error",
            "params (M)",
            "after",
            "MACs (M)",
            "after",
            "bytes (MiB)",
            "after",
            "ms",
            "after");
    for (LayerChange c : report.changes()) {
      table.add(
          line(
              List.of(
                  c.name(),
                  c.change().weight(),
                  c.change().made().method(),
                  Figures.numbers(c.change())),
              c.relativeError(),
              c.before(),
              c.after()));
    }
    for (StageChange stage : report.stages()) {
      table.add(
          line(
              List.of(stage.name(), "network", "", ""),
              stage.outputError(),
              stage.before(),
              stage.after()));
    }
    table.add(
        line(
            List.of("total", "", "", ""),
            report.rootMeanSquareError(),
            report.before(),
            report.after()));
    StringBuilder text = new StringBuilder(table.toString());
    report.leftAlone().forEach(line -> text.append("left as it is: ").append(line).append("\n"));
    report.notes().forEach(note -> text.append(note).append("\n"));
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
