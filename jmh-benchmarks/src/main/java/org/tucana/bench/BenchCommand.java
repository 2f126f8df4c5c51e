package org.tucana.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.tucana.app.JsonOutput;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.Peers;
import org.tucana.bench.work.MaskRcnnDetection;
import org.tucana.bench.work.MatrixProduct;
import org.tucana.bench.work.OpenWork;
import org.tucana.bench.work.ResNetRewriting;
import org.tucana.bench.work.ResNetTraining;
import org.tucana.bench.work.TensorDecomposition;
import org.tucana.bench.work.Work;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.type.FormatException;
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
      "",
      "Example: tucana bench --peers --only conv"
    })
final class BenchCommand implements Callable<Integer> {
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

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print the result as a Markdown table.")
  private boolean markdown;

  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    BackendOptions options = BackendOptions.threads(threads);
    ComparisonTable table;
    try (Backend backend = Backends.open("cpu", options);
        Peers others = new Peers(backend, options.effectiveThreads())) {
      List<Comparison> rows = new ArrayList<>();
      for (Work work : chosen()) {
        System.err.println("bench: " + work.name() + " ...");
        rows.add(compare(work, backend, others));
      }
      table = new ComparisonTable(rows);
    }
    print(table, options.effectiveThreads());
    return 0;
  }

  /** What a first look leaves out, unless it is asked for by name. */
  private List<String> leftOut() {
    return quick && only.isEmpty()
        ? Work.all().stream().filter(ResNetRewriting.class::isInstance).map(Work::name).toList()
        : List.of();
  }

  private List<Work> chosen() {
    List<String> leftOut = leftOut();
    List<Work> chosen =
        Work.all().stream()
            .filter(work -> work.name().startsWith(only) && !leftOut.contains(work.name()))
            .toList();
    if (chosen.isEmpty()) {
      throw new FormatException(
          "bench: no work begins with '"
              + only
              + "', expected one of "
              + String.join(", ", Work.all().stream().map(Work::name).toList())
              + "; choose one of these");
    }
    return chosen;
  }

  private Comparison compare(Work work, Backend backend, Peers others) throws InterruptedException {
    if (!peers) {
      return alone(work, backend, "", "");
    }
    String name = Peers.nameFor(work);
    Contestant peer;
    try {
      peer = others.open(work);
    } catch (PeerUnavailableException e) {
      return alone(work, backend, name, e.getMessage());
    }
    try (peer;
        Contestant own = open(work, backend)) {
      double[] medians = pace().medians(List.of(own, peer));
      return new Comparison(
          work.name(),
          work.gigaflop(),
          medians[0],
          name,
          OptionalDouble.of(medians[1]),
          "",
          aim(work));
    }
  }

  private Comparison alone(Work work, Backend backend, String peer, String absence)
      throws InterruptedException {
    try (Contestant own = open(work, backend)) {
      double median = pace().medians(List.of(own))[0];
      return new Comparison(
          work.name(),
          work.gigaflop(),
          median,
          peer,
          OptionalDouble.empty(),
          absence,
          peers ? aim(work) : OptionalDouble.empty());
    }
  }

  private static Contestant open(Work work, Backend backend) {
    OpenWork opened = work.open(backend);
    return Contestant.of(opened::run, opened::close);
  }

  private Interleaving pace() {
    return quick ? Interleaving.quick() : Interleaving.thorough();
  }

  private static OptionalDouble aim(Work work) {
    return switch (work) {
      case MatrixProduct product when product.size() == 1024 -> OptionalDouble.of(0.85);
      case MaskRcnnDetection _ -> OptionalDouble.of(1 / 1.5);
      case ResNetTraining _ -> OptionalDouble.of(1 / 2.5);
      case TensorDecomposition cube when cube.method().equals("cp") -> OptionalDouble.of(3);
      case TensorDecomposition tensor when tensor.method().equals("hooi") ->
          OptionalDouble.of(tensor.modes().isEmpty() ? 20 : 15);
      default -> OptionalDouble.empty();
    };
  }

  private void print(ComparisonTable table, int used) {
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("threads", used);
      report.put("works", table.rows().stream().map(Comparison::toMap).toList());
      table.convolutionMean().ifPresent(mean -> report.put("convolution_mean", mean));
      report.put("left_out", leftOut());
      JsonOutput.print(report);
    } else {
      System.out.println(markdown ? table.markdown() : table.text());
      leftOut()
          .forEach(name ->
              System.out.println(
                  System.lineSeparator()
                      + "left out by --quick: "
                      + name
                      + "; measure it by --only "
                      + name));
    }
  }
}
