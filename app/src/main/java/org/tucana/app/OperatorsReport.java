package org.tucana.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tucana.core.Cost;
import org.tucana.core.type.TensorType;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.cost.TorchstatCsv;
import org.tucana.nn.report.TextTable;

/**
 * Costs of every operator that runs. MAdd, multiplications and additions, is the same as FLOPs
 * here; its key is there so that both conventions can be read alike.
 *
 * @param title the network in words
 * @param cost its operators
 * @param remarks what else must be said of the figures
 */
record OperatorsReport(String title, ProgramCost cost, List<String> remarks) implements CostReport {
  private static final String CSV_HEADER =
      "operator,module,in_shape,out_shape,params,MACs,Flops,MemRead_B,MemWrite_B,MemRW_B,ms";

  @Override
  public Map<String, Object> json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("network", title);
    report.put("convention", "operators");
    report.putAll(figures(cost.parameters(), cost.total(), cost.milliseconds()));
    report.put(
        "uncounted",
        cost.uncounted().stream()
            .map(u -> Map.of("name", u.name(), "reason", u.reason()))
            .toList());
    if (!remarks.isEmpty()) {
      report.put("notes", remarks);
    }
    report.put("layers", cost.operators().stream().map(OperatorsReport::json).toList());
    return report;
  }

  private static Map<String, Object> json(OperatorCost operator) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", operator.module());
    row.put("type", operator.operator());
    row.put("in", sizes(operator.in()));
    row.put("out", sizes(operator.out()));
    row.putAll(figures(operator.parameters(), operator.cost(), operator.milliseconds()));
    return row;
  }

  private static Map<String, Object> figures(
      long parameters, Cost cost, OptionalDouble milliseconds) {
    Map<String, Object> figures =
        CostReport.figures(
            parameters, cost.flops(), cost.flops(), cost.bytesRead(), cost.bytesWritten());
    figures.put("macs", cost.macs());
    milliseconds.ifPresent(ms -> figures.put("milliseconds", ms));
    return figures;
  }

  /** Of the first of several tensors; operators without inputs have none. */
  private static String sizes(List<TensorType> types) {
    return types.isEmpty() ? "" : TorchstatCsv.sizes(types.getFirst().shape());
  }

  @Override
  public String csv() {
    StringBuilder text = new StringBuilder(CSV_HEADER).append('\n');
    for (OperatorCost operator : cost.operators()) {
      String place =
          String.join(
              ",",
              operator.operator(),
              operator.module(),
              sizes(operator.in()),
              sizes(operator.out()));
      append(text, place, operator.parameters(), operator.cost(), operator.milliseconds());
    }
    append(text, "TOTAL,,,", cost.parameters(), cost.total(), cost.milliseconds());
    return text.toString();
  }

  private static void append(
      StringBuilder text, String place, long parameters, Cost cost, OptionalDouble milliseconds) {
    text.append(place)
        .append(',')
        .append(parameters)
        .append(',')
        .append(cost.macs())
        .append(',')
        .append(cost.flops())
        .append(',')
        .append(cost.bytesRead())
        .append(',')
        .append(cost.bytesWritten())
        .append(',')
        .append(cost.bytesRead() + cost.bytesWritten())
        .append(',')
        .append(time(milliseconds))
        .append('\n');
  }

  private static String time(OptionalDouble milliseconds) {
    return milliseconds.isPresent()
        ? String.format(Locale.ROOT, "%.4f", milliseconds.getAsDouble())
        : "";
  }

  @Override
  public String text(boolean layers) {
    Cost total = cost.total();
    TextTable totals = new TextTable(1, "convention", "operators");
    totals.add("parameters", CostReport.millions(cost.parameters()));
    totals.add("MACs", CostReport.billions(total.macs()));
    totals.add("FLOPs", CostReport.billions(total.flops()));
    totals.add("memory read", CostReport.mebibytes(total.bytesRead()));
    totals.add("memory written", CostReport.mebibytes(total.bytesWritten()));
    totals.add(
        "memory read and written", CostReport.mebibytes(total.bytesRead() + total.bytesWritten()));
    cost.milliseconds()
        .ifPresent(ms -> totals.add("operators one by one", time(cost.milliseconds()) + " ms"));
    StringBuilder text =
        new StringBuilder(layers ? table() + "\n" : "").append(title).append("\n").append(totals);
    notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  @Override
  public List<String> notes() {
    Stream<String> gaps =
        cost.uncounted().stream()
            .map(left -> "not counted: " + left.name() + " (" + left.reason() + ")");
    return Stream.concat(gaps, remarks.stream()).toList();
  }

  private TextTable table() {
    TextTable table =
        new TextTable(
            4,
            "operator",
            "module",
            "in",
            "out",
            "params",
            "MACs",
            "FLOPs",
            "read B",
            "written B",
            cost.milliseconds().isPresent() ? "ms" : "");
    for (OperatorCost operator : cost.operators()) {
      Cost counts = operator.cost();
      table.add(
          operator.operator(),
          operator.module(),
          sizes(operator.in()),
          sizes(operator.out()),
          CostReport.grouped(operator.parameters()),
          CostReport.grouped(counts.macs()),
          CostReport.grouped(counts.flops()),
          CostReport.grouped(counts.bytesRead()),
          CostReport.grouped(counts.bytesWritten()),
          time(operator.milliseconds()));
    }
    return table;
  }
}
