package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tucana.app.fuzz.Finding;
import org.tucana.app.fuzz.FuzzResult;
import org.tucana.app.fuzz.FuzzRun;
import org.tucana.app.fuzz.FuzzTarget;
import org.tucana.app.fuzz.FuzzTargets;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.nn.report.TextTable;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads damaged files and says which readers do not stand it. */
@Command(
    name = "fuzz",
    description = "Tests the readers of files with good files that are damaged on purpose.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A reader may take a damaged file or refuse it in words that name it. It may allocate twice",
      "the file's size and 1000000 bytes, and has 10 seconds. All else is a finding, and the exit",
      "status 1. Target, seed and number make a damaged file; --only reads one and tells what came",
      "of it. Memory is a part of what is allowed; like the time it is that of the worst file.",
      "",
      "Example: tucana fuzz --target npy --mutations 10000",
      "Example: tucana fuzz --target npy --only 4711 --out damaged"
    })
final class FuzzCommand implements Callable<Integer> {
  @Option(
      names = "--target",
      split = ",",
      paramLabel = "NAME",
      description = "The readers to test (default: all): ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> targets = FuzzTargets.names();

  @Option(
      names = "--mutations",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Damaged files for each reader (default: ${DEFAULT-VALUE}).")
  private long mutations;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all changes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--only",
      paramLabel = "NUMBER",
      description = "Read the file of this number alone, of one target.")
  private Long only;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put the files of findings; with --only, its file.")
  private Path out;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  FuzzCommand() {}

  /** What --target may be. */
  private static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    private Names() {
      super(FuzzTargets.names());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (mutations < 1 || (only != null && (only < 0 || targets.size() != 1))) {
      throw new FormatException(
          "fuzz: expected at least one mutation, and with --only one --target and a number from 0"
              + " on, got --mutations "
              + mutations
              + (only == null ? "" : ", --only " + only + ", " + targets.size() + " targets")
              + "; correct the options");
    }
    targets.forEach(FuzzTargets::requireKnown);
    if (out != null) {
      OutputFolder.check("fuzz", "--out", out);
      OutputFolders.make(out);
    }
    List<FuzzResult> results = new ArrayList<>();
    for (String name : targets) {
      results.add(inFolder(name));
      Console.say(
          "fuzz: "
              + name
              + " has read "
              + results.getLast().mutations()
              + " files, "
              + results.getLast().findings().size()
              + " findings");
      if (results.getLast().hung()) {
        // Its thread still runs and allocates, so that nothing else can be measured.
        Console.say("fuzz: stopped after " + name + " hung");
        break;
      }
    }
    if (json) {
      JsonOutput.print(report(results));
    } else {
      print(results);
    }
    return results.stream().allMatch(result -> result.findings().isEmpty()) ? 0 : Main.FAILURE;
  }

  private FuzzResult inFolder(String name) throws IOException {
    Path folder = Files.createTempDirectory("tucana-fuzz");
    try {
      return run(FuzzTargets.named(name, folder), folder);
    } finally {
      OutputFolders.delete(folder);
    }
  }

  private FuzzResult run(FuzzTarget target, Path folder) throws IOException {
    FuzzRun run = new FuzzRun(target, seed, folder, FuzzRun.USUAL_TIME_LIMIT);
    long count = only == null ? mutations : 1;
    FuzzResult result;
    try (Progress progress = Console.progress("fuzz " + target.name(), count)) {
      result = run.read(only == null ? 0 : only, count, progress);
    }
    if (out != null && only != null) {
      write(run, only);
    } else if (out != null) {
      for (Finding finding : result.findings()) {
        write(run, finding.index());
      }
    }
    return result;
  }

  private void write(FuzzRun run, long index) throws IOException {
    String name = run.target().name() + "-" + index + "-" + run.target().fileName();
    WholeFile.write(out.resolve(name), stream -> stream.write(run.file(index)));
  }

  private void print(List<FuzzResult> results) {
    TextTable table =
        new TextTable(
            1, "target", "mutations", "accepted", "refused", "findings", "memory", "slowest");
    for (FuzzResult result : results) {
      table.add(
          result.target(),
          Long.toString(result.mutations()),
          Long.toString(result.accepted()),
          Long.toString(result.refused()),
          Integer.toString(result.findings().size()),
          String.format(Locale.ROOT, "%.0f %%", 100 * result.allocation().share()),
          String.format(Locale.ROOT, "%.1f ms", milliseconds(result)));
    }
    System.out.print(table);
    if (only != null) {
      System.out.println(Main.oneLine(only + " " + results.getFirst().last()));
    }
    for (FuzzResult result : results) {
      for (Finding finding : result.findings()) {
        System.out.println(
            Main.oneLine(
                result.target()
                    + " "
                    + finding.index()
                    + ": "
                    + finding.kind()
                    + ": "
                    + finding.message()
                    + " ("
                    + finding.times()
                    + " times; tucana fuzz --target "
                    + result.target()
                    + " --seed "
                    + seed
                    + " --only "
                    + finding.index()
                    + ")"));
      }
    }
  }

  private Map<String, Object> report(List<FuzzResult> results) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("seed", seed);
    report.put("targets", results.stream().map(FuzzCommand::report).toList());
    return report;
  }

  private static Map<String, Object> report(FuzzResult result) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("target", result.target());
    report.put("mutations", result.mutations());
    report.put("accepted", result.accepted());
    report.put("refused", result.refused());
    report.put("findings", result.findings());
    FuzzResult.Allocation most = result.allocation();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("index", most.index());
    memory.put("bytes", most.bytes());
    memory.put("limit", most.limit());
    memory.put("share", most.share());
    report.put("most_memory", memory);
    report.put(
        "slowest", Map.of("index", result.slowest().index(), "milliseconds", milliseconds(result)));
    report.put("hung", result.hung());
    report.put("last", result.last());
    return report;
  }

  private static double milliseconds(FuzzResult result) {
    return result.slowest().nanoseconds() / 1e6;
  }
}
