package org.tucana.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tucana.app.JsonOutput;
import org.tucana.bench.peak.MachinePeak;
import org.tucana.bench.peak.RooflineChart;
import org.tucana.bench.work.Work;
import org.tucana.core.BackendOptions;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.report.Fonts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the engine and, on request, others beside it. */
@Command(
    name = "bench",
    description = "Measures the engine's speed; with --peers beside that of other engines.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Let nothing else run meanwhile. The peers' torch is the python3 that has one.",
      "Exit status 1 where a work of ours failed; the rest is measured all the same.",
      "",
      "Example: tucana bench --peers --only chain --roofline roofline.png",
      "Example: tucana bench --backend cuda --peers --markdown"
    })
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--backend",
      defaultValue = "cpu",
      description = "What to measure: cpu, or cuda beside torch on its GPU (default: cpu).")
  private String backend;

  @Option(
      names = "--quick",
      description =
          "Few repetitions, and without the works that take longest, which the result names: for a"
              + " first look.")
  private boolean quick;

  @Option(names = "--peers", description = "Measure other engines in turns with ours.")
  private boolean peers;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only works whose name begins so, for example sgemm, conv3x3 or maskrcnn.")
  private String only;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Threads of every engine, 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--roofline",
      paramLabel = "FILE",
      description = "Draw the works under the processor's roofs into this PNG.")
  private Path roofline;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print the result as a Markdown table.")
  private boolean markdown;

  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (roofline != null) {
      checkRoofline();
    }
    BackendOptions options = BackendOptions.threads(threads);
    return switch (backend) {
      case "cpu" -> measure(new CpuSuite(options));
      case "cuda" -> measure(new CudaSuite(options));
      default ->
          throw new FormatException(
              "bench: there is nothing to measure backend '"
                  + backend
                  + "' by, expected cpu or cuda; choose one of these");
    };
  }

  private void checkRoofline() {
    if (!backend.equals("cpu")) {
      throw new FormatException(
          "bench: --roofline is drawn of the processor, expected --backend cpu, got "
              + backend
              + "; leave one of them away");
    }
    if (Files.isDirectory(roofline)) {
      throw new FormatException("bench: " + roofline + " is a folder; name a file");
    }
    Path folder = roofline.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FormatException("bench: " + roofline + " lies in no folder that exists; make it");
    }
    Fonts.require("bench");
  }

  private <W extends Work> int measure(Suite<W> suite) throws InterruptedException, IOException {
    try (suite) {
      List<W> chosen = chosen(suite);
      List<W> begun = new ArrayList<>(chosen);
      begun.removeIf(work -> quick && only.isEmpty() && suite.takesLong(work));
      Optional<MachinePeak> peak = suite.peak();
      List<Comparison> rows =
          new Measurement<>(
                  suite,
                  suite.pace(quick),
                  peers,
                  !quick,
                  suite.longestSeconds(quick),
                  System::nanoTime)
              .of(begun);
      List<String> leftOut = new ArrayList<>(chosen.stream().map(Work::name).toList());
      leftOut.removeAll(rows.stream().map(Comparison::work).toList());
      Map<String, Object> machine = new LinkedHashMap<>(suite.machine(peers));
      peak.ifPresent(measured -> machine.putAll(measured.toMap()));
      print(new ComparisonTable(rows, peak, suite.convolutionAim()), machine, leftOut);
      if (roofline != null) {
        draw(rows, peak.orElseThrow());
      }
      return rows.stream().allMatch(row -> row.own().absence().isEmpty()) ? 0 : 1;
    }
  }

  private <W extends Work> List<W> chosen(Suite<W> suite) {
    List<W> chosen = suite.works().stream().filter(work -> work.name().startsWith(only)).toList();
    if (chosen.isEmpty()) {
      throw new FormatException(
          "bench: no work begins with '"
              + only
              + "', expected one of "
              + String.join(", ", suite.works().stream().map(Work::name).toList())
              + "; choose one of these");
    }
    return chosen;
  }

  private void draw(List<Comparison> rows, MachinePeak peak) throws IOException {
    List<RooflineChart.Point> points =
        rows.stream()
            .filter(row -> row.rate().isPresent())
            .map(row ->
                new RooflineChart.Point(
                    row.work(), row.effort().orElseThrow().intensity(), row.rate().getAsDouble()))
            .toList();
    if (points.isEmpty()) {
      System.err.println("bench: no roofline, as no work of a known number of operations ran");
      return;
    }
    byte[] picture = new RooflineChart(peak, points).png();
    WholeFile.write(roofline, stream -> stream.write(picture));
    System.err.println("bench: wrote " + roofline);
  }

  private void print(ComparisonTable table, Map<String, Object> machine, List<String> leftOut) {
    Verdict verdict = new Verdict(table.rows());
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>(machine);
      report.put("works", table.rows().stream().map(Comparison::toMap).toList());
      table.convolutionMean().ifPresent(mean -> report.put("convolution_mean", mean));
      if (!verdict.batches().isEmpty()) {
        report.put("batch_over_single", verdict.batches());
      }
      report.put("left_out", leftOut);
      JsonOutput.print(report);
      return;
    }
    System.out.println(
        machine.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", "", System.lineSeparator())));
    System.out.println(markdown ? table.markdown() : table.text());
    List<String> lines = verdict.lines();
    if (!lines.isEmpty()) {
      System.out.println();
      lines.forEach(System.out::println);
    }
    if (!leftOut.isEmpty()) {
      System.out.println(
          System.lineSeparator()
              + "left out for want of time: "
              + String.join(", ", leftOut)
              + "; measure one by --only "
              + leftOut.getFirst());
    }
  }
}
