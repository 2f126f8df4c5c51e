package org.tucana.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.tucana.bench.Comparison.Outcome;
import org.tucana.nn.report.TextTable;

/**
 * Comparisons as text: aligned columns for a terminal, or rows of a Markdown table.
 *
 * @param rows in the order of printing
 * @param convolutionAim the speed that the convolutions' geometric mean is to reach
 */
record ComparisonTable(List<Comparison> rows, double convolutionAim) {
  /** Works that have one aim together, of their geometric mean. */
  private static final String CONVOLUTIONS = "conv";

  /** What a column says of a row, and of the row of means. */
  private record Column(String header, Function<Comparison, String> cell, String ofMean) {
    Column(String header, Function<Comparison, String> cell) {
      this(header, cell, "");
    }
  }

  ComparisonTable {
    rows = List.copyOf(rows);
  }

  /** Geometric mean of our relative speed over the convolutions; empty where any lacks a side. */
  OptionalDouble convolutionMean() {
    List<Comparison> convolutions =
        rows.stream().filter(row -> row.work().startsWith(CONVOLUTIONS)).toList();
    if (convolutions.isEmpty()
        || convolutions.stream().anyMatch(row -> row.relativeSpeed().isEmpty())) {
      return OptionalDouble.empty();
    }
    double logarithms =
        convolutions.stream()
            .mapToDouble(row -> Math.log(row.relativeSpeed().getAsDouble()))
            .average()
            .orElseThrow();
    return OptionalDouble.of(Math.exp(logarithms));
  }

  /** Aligned columns under a header. */
  String text() {
    List<List<String>> lines = lines();
    TextTable table =
        new TextTable(lines.getFirst().size(), lines.getFirst().toArray(String[]::new));
    lines.stream().skip(1).forEach(table::add);
    return table.toString().stripTrailing();
  }

  /** A Markdown table. */
  String markdown() {
    List<List<String>> lines = lines();
    List<String> written =
        new ArrayList<>(
            lines.stream().map(line -> "| " + String.join(" | ", line) + " |").toList());
    written.add(1, "|" + "---|".repeat(lines.getFirst().size()));
    return String.join(System.lineSeparator(), written);
  }

  private List<List<String>> lines() {
    List<Column> columns = columns();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::header).toList());
    rows.forEach(row -> lines.add(columns.stream().map(column -> column.cell.apply(row)).toList()));
    if (convolutionMean().isPresent()) {
      lines.add(columns.stream().map(Column::ofMean).toList());
    }
    return lines;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("work", Comparison::work, "geometric mean of conv"));
    if (rows.stream().anyMatch(row -> !row.precision().isEmpty())) {
      columns.add(new Column("both sides in", Comparison::precision));
    }
    columns.add(new Column("ms", row -> outcome(row.own(), "failed: ")));
    columns.add(new Column("GF/s", row -> format("%.0f", row.rate())));
    columns.add(new Column("peer", Comparison::peer));
    columns.add(new Column("peer ms", row -> outcome(row.other(), "not available: ")));
    columns.add(
        new Column(
            "our speed / peer's",
            row -> format("%.2f", row.relativeSpeed()),
            format("%.2f", convolutionMean())));
    columns.add(new Column("aim", row -> aim(row.aim()), aim(OptionalDouble.of(convolutionAim))));
    return columns;
  }

  /** The time, or why there is none. */
  static String outcome(Outcome outcome, String absent) {
    return outcome.absence().isEmpty()
        ? outcome.millis().stream().mapToObj(ComparisonTable::millis).findFirst().orElse("")
        : absent + outcome.absence();
  }

  private static String millis(double value) {
    return format(value < 10 ? "%.3f" : "%.1f", value);
  }

  private static String aim(OptionalDouble aim) {
    return format("at least %.2f", aim);
  }

  private static String format(String pattern, OptionalDouble value) {
    return value.isPresent() ? format(pattern, value.getAsDouble()) : "";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
