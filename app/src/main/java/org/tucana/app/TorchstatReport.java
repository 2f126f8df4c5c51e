package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.cost.LayerCost;
import org.tucana.nn.cost.NetworkCost;
import org.tucana.nn.cost.TorchstatCsv;
import org.tucana.nn.report.TextTable;

/**
 * Costs by the torchstat convention.
 *
 * @param title the network in words
 * @param cost its layers
 * @param remarks what else must be said of the figures
 */
record TorchstatReport(String title, NetworkCost cost, List<String> remarks) implements CostReport {
  @Override
  public Map<String, Object> json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("network", title);
    report.put("convention", "torchstat");
    report.putAll(figures(cost.total()));
    if (!remarks.isEmpty()) {
      report.put("notes", remarks);
    }
    report.put("layers", cost.layers().stream().map(TorchstatReport::json).toList());
    return report;
  }

  private static Map<String, Object> json(LayerCost layer) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", layer.name());
    row.put("type", layer.type());
    row.put("in", TorchstatCsv.sizes(layer.in()));
    row.put("out", TorchstatCsv.sizes(layer.out()));
    row.putAll(figures(layer.counts()));
    return row;
  }

  private static Map<String, Object> figures(Counts counts) {
    return CostReport.figures(
        counts.parameters(),
        counts.multiplyAdds(),
        counts.flops(),
        counts.bytesRead(),
        counts.bytesWritten());
  }

  @Override
  public String csv() {
    return TorchstatCsv.of(cost);
  }

  @Override
  public String text(boolean layers) {
    Counts total = cost.total();
    TextTable totals = new TextTable(1, "convention", "torchstat");
    totals.add("parameters", CostReport.millions(total.parameters()));
    totals.add("MAdd", CostReport.billions(total.multiplyAdds()));
    totals.add("FLOPs", CostReport.billions(total.flops()));
    totals.add("memory read", CostReport.mebibytes(total.bytesRead()));
    totals.add("memory written", CostReport.mebibytes(total.bytesWritten()));
    totals.add("memory read and written", CostReport.mebibytes(total.bytesMoved()));
    StringBuilder text =
        new StringBuilder(layers ? table() + "\n" : "").append(title).append("\n").append(totals);
    notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  /** Whatever the convention leaves out, it leaves out by its rules, and says nothing of it. */
  @Override
  public List<String> notes() {
    return remarks;
  }

  private TextTable table() {
    TextTable table =
        new TextTable(
            4, "layer", "type", "in", "out", "params", "MAdd", "FLOPs", "read B", "written B");
    for (LayerCost layer : cost.layers()) {
      Counts counts = layer.counts();
      table.add(
          layer.name(),
          layer.type(),
          TorchstatCsv.sizes(layer.in()),
          TorchstatCsv.sizes(layer.out()),
          CostReport.grouped(counts.parameters()),
          CostReport.grouped(counts.multiplyAdds()),
          CostReport.grouped(counts.flops()),
          CostReport.grouped(counts.bytesRead()),
          CostReport.grouped(counts.bytesWritten()));
    }
    return table;
  }
}
