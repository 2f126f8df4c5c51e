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
import org.tucana.app.crash.CrashResult;
import org.tucana.app.crash.CrashRun;
import org.tucana.app.crash.CrashWork;
import org.tucana.app.crash.CrashWorks;
import org.tucana.app.crash.Product;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.type.FormatException;
import org.tucana.nn.report.TextTable;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills the program while it works and says what that costs. */
@Command(
    name = "crash-test",
    description = "Kills the program again and again while it works: no work may be lost.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each work runs in processes of their own on small inputs. They are killed (SIGKILL) at",
      "random moments and while files are being written, then the same command goes on. Every file",
      "under its name must be whole after each kill; in the end all must have the bytes of a run",
      "that nobody killed, and nothing half-written may be left. What is lost is said, with the",
      "folder that shows it, and the exit status is 1.",
      "",
      "Example: tucana crash-test --kills 200",
      "Example: tucana crash-test --kills 20 --work compress,detect --seed 7 --json"
    })
final class CrashTestCommand implements Callable<Integer> {
  private static final int MOST_KILLS = 100_000;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "200",
      description = "How often each work is killed (default: ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--work",
      split = ",",
      paramLabel = "NAME",
      description = "Which works (default: all): ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> works = CrashWorks.names();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides the moments (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description =
          "Where to work, for example on another disk (default: where temporary files go).")
  private Path in;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  private final Product product;

  CrashTestCommand() {
    this(Product.of(Main.class));
  }

  /** One that kills another program. */
  CrashTestCommand(Product product) {
    this.product = product;
  }

  /** What --work may be. */
  private static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    private Names() {
      super(CrashWorks.names());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (kills < 1 || kills > MOST_KILLS) {
      throw new FormatException(
          "crash-test: --kills must lie in 1.." + MOST_KILLS + ", got " + kills);
    }
    List<CrashWork> chosen = works.stream().map(CrashWorks::named).toList();
    if (in != null) {
      OutputFolder.check("crash-test", "--in", in);
      OutputFolders.make(in);
    }
    List<CrashResult> results = new ArrayList<>();
    for (CrashWork work : chosen) {
      results.add(kill(work));
    }
    if (json) {
      JsonOutput.print(report(results));
    } else {
      print(results);
    }
    return results.stream().allMatch(result -> result.loss().isEmpty()) ? 0 : Main.FAILURE;
  }

  private CrashResult kill(CrashWork work) throws IOException {
    String prefix = "tucana-crash-test-" + work.name() + "-";
    Path folder =
        in == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(in, prefix);
    CrashResult result;
    try (Progress progress = Console.progress(work.name(), kills)) {
      result = new CrashRun(product, work, seed, folder).kill(kills, progress);
    }
    if (result.loss().isPresent()) {
      Console.error(
          "crash-test: %s: %s; see %s, and repeat with --work %s --kills %d --seed %d"
              .formatted(
                  work.name(),
                  Main.oneLine(result.loss().get()),
                  folder,
                  work.name(),
                  kills,
                  seed));
    } else {
      OutputFolders.delete(folder);
    }
    return result;
  }

  private void print(List<CrashResult> results) {
    TextTable table =
        new TextTable(
            1, "work", "kills", "while writing", "finished", "lost", "uninterrupted", "time");
    for (CrashResult result : results) {
      table.add(
          result.work(),
          Integer.toString(result.kills()),
          Integer.toString(result.whileWriting()),
          Integer.toString(result.finished()),
          result.loss().isPresent() ? "yes" : "nothing",
          String.format(Locale.ROOT, "%.1f s", result.uninterrupted()),
          String.format(Locale.ROOT, "%.0f s", result.seconds()));
    }
    System.out.print(table);
  }

  private Map<String, Object> report(List<CrashResult> results) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("seed", seed);
    report.put("works", results.stream().map(CrashTestCommand::report).toList());
    return report;
  }

  private static Map<String, Object> report(CrashResult result) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("work", result.work());
    report.put("kills", result.kills());
    report.put("while_writing", result.whileWriting());
    report.put("finished", result.finished());
    report.put("loss", result.loss().orElse(null));
    report.put("uninterrupted_seconds", result.uninterrupted());
    report.put("seconds", result.seconds());
    return report;
  }
}
