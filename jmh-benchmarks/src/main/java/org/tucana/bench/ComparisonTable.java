package org.tucana.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.tucana.nn.report.TextTable;

/**
 * Comparisons as text: aligned columns for a terminal, or rows of a Markdown table.
 *
 * @param rows in the order of printing
 */
record ComparisonTable(List<Comparison> rows) {
  private static final List<String> HEADER =
      List.of("work", "ms", "GF/s", "peer", "peer ms", "our speed / peer's", "aim");

  /** Works that have one aim together, of their geometric mean. */
  private static final String CONVOLUTIONS = "conv";

  private static final double CONVOLUTION_AIM = 0.6;

  ComparisonTable {
    rows = List.copyOf(rows);
  }

  /** Geometric mean of our relative speed over the convolutions; empty where any lacks a peer. */
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
    TextTable table = new TextTable(HEADER.size(), HEADER.toArray(String[]::new));
    lines().stream().skip(1).forEach(table::add);
    return table.toString().stripTrailing();
  }

  /** A Markdown table. */
  String markdown() {
    List<String> written =
        new ArrayList<>(
            lines().stream().map(line -> "| " + String.join(" | ", line) + " |").toList());
    written.add(1, "|" + "---|".repeat(HEADER.size()));
    return String.join(System.lineSeparator(), written);
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    rows.forEach(row -> lines.add(line(row)));
    convolutionMean()
        .ifPresent(mean ->
            lines.add(
                List.of(
                    "geometric mean of conv",
                    "",
                    "",
                    "",
                    "",
                    format("%.2f", OptionalDouble.of(mean)),
                    aim(OptionalDouble.of(CONVOLUTION_AIM)))));
    return lines;
  }

  private static List<String> line(Comparison row) {
    return List.of(
        row.work(),
        millis(row.millis()),
        format("%.0f", row.rate()),
        row.peer(),
        row.absence().isEmpty()
            ? row.peerMillis().stream().mapToObj(ComparisonTable::millis).findFirst().orElse("")
            : "not available: " + row.absence(),
        format("%.2f", row.relativeSpeed()),
        aim(row.aim()));
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
