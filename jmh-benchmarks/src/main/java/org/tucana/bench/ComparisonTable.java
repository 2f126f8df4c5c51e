package org.tucana.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.report.TextTable;

/**
 * Comparisons as text: aligned columns for a terminal, or rows of a Markdown table. Columns of
 * which no row has anything are left out.
 *
 * @param rows in the order of printing
 * @param peak what the machine can do, where it was measured
 * @param convolutionAim the share of the peers' time that the convolutions' geometric mean is to
 *     reach, if any
 */
record ComparisonTable(
    List<Comparison> rows, Optional<MachinePeak> peak, OptionalDouble convolutionAim) {
  /** Works that are summed up by a geometric mean. */
  private static final String CONVOLUTIONS = "conv";

  private static final double MEBIBYTE = 1L << 20;

  /** What a column says of a row, and of the row of means. */
  private record Column(String header, Function<Comparison, String> cell, String ofMean) {
    Column(String header, Function<Comparison, String> cell) {
      this(header, cell, "");
    }
  }

  ComparisonTable {
    rows = List.copyOf(rows);
  }

  /** Geometric mean of our share over the convolutions; empty where any lacks a side. */
  OptionalDouble convolutionMean() {
    List<Optional<Estimate>> shares =
        rows.stream()
            .filter(row -> row.work().startsWith(CONVOLUTIONS))
            .map(Comparison::share)
            .toList();
    if (shares.isEmpty() || shares.stream().anyMatch(Optional::isEmpty)) {
      return OptionalDouble.empty();
    }
    double logarithms =
        shares.stream()
            .mapToDouble(share -> Math.log(share.orElseThrow().value()))
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
    List<Column> columns =
        columns().stream()
            .filter(column -> rows.stream().anyMatch(row -> !column.cell.apply(row).isEmpty()))
            .toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::header).toList());
    rows.forEach(row -> lines.add(columns.stream().map(column -> column.cell.apply(row)).toList()));
    if (convolutionMean().isPresent()) {
      lines.add(columns.stream().map(Column::ofMean).toList());
    }
    return lines;
  }

  private List<Column> columns() {
    return List.of(
        new Column("work", Comparison::work, "geometric mean of conv"),
        new Column("both sides in", Comparison::precision),
        new Column("of one", row -> row.parts().count() == 1 ? "" : row.parts().unit()),
        new Column("ms", row -> outcome(row.own(), "failed: ")),
        new Column("GF/s", row -> format("%.0f", row.rate())),
        new Column("of peak", row -> format("%.0f %%", percentOfPeak(row))),
        new Column("peer", Comparison::peer),
        new Column("peer ms", row -> outcome(row.other(), "not available: ")),
        new Column(
            "time / peer's",
            row -> row.share().map(share -> format("%.2f", share.value())).orElse(""),
            format("%.2f", convolutionMean())),
        new Column("95 % interval", row -> row.share().map(ComparisonTable::interval).orElse("")),
        new Column("aim", row -> aim(row.aim().time()), aim(convolutionAim)),
        new Column("", row -> row.isFastEnough().map(met -> met ? "met" : "MISSED").orElse("")),
        new Column("MiB", row -> mebibytes(row.own().peakBytes())),
        new Column("peer MiB", row -> mebibytes(row.other().peakBytes())),
        new Column("error", row -> format("%.1e", row.error())));
  }

  private OptionalDouble percentOfPeak(Comparison row) {
    return peak.isPresent() && row.rate().isPresent()
        ? OptionalDouble.of(100 * row.rate().getAsDouble() / peak.get().gigaflops())
        : OptionalDouble.empty();
  }

  /** The time, or why there is none. */
  static String outcome(Outcome outcome, String absent) {
    return outcome.absence().isEmpty()
        ? outcome.millis().stream().mapToObj(ComparisonTable::millis).findFirst().orElse("")
        : absent + outcome.absence();
  }

  private static String interval(Estimate share) {
    return Double.isFinite(share.interval().low())
        ? String.format(
            Locale.ROOT, "%.2f to %.2f", share.interval().low(), share.interval().high())
        : "";
  }

  private static String millis(double value) {
    return format(value < 10 ? "%.3f" : "%.1f", value);
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? format("%.0f", bytes.getAsLong() / MEBIBYTE) : "";
  }

  private static String aim(OptionalDouble aim) {
    return format("at most %.2f", aim);
  }

  private static String format(String pattern, OptionalDouble value) {
    return value.isPresent() ? format(pattern, value.getAsDouble()) : "";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
