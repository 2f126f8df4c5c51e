package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.core.Backend;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankFileRule;
import org.tucana.decomposition.rank.RankRule;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.decomposition.report.CompressionCsv;
import org.tucana.decomposition.report.CompressionHtml;
import org.tucana.decomposition.report.CompressionText;
import org.tucana.decomposition.report.SweepReport;
import org.tucana.decomposition.rewrite.Compression;
import org.tucana.decomposition.rewrite.FilterChoice;
import org.tucana.decomposition.rewrite.FilterRule;
import org.tucana.decomposition.rewrite.InputRanges;
import org.tucana.decomposition.rewrite.LayerSet;
import org.tucana.decomposition.rewrite.NetworkLatencies;
import org.tucana.decomposition.rewrite.RewriteReport;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.report.Fonts;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model smaller and says what that changes. */
@Command(
    name = "compress",
    description =
        "Replaces layers of a model by factors of their weights, leaves filters out, or rounds"
            + " to eight bits, and measures both.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ranks: evbmf, energy:0.9, ratio:0.4, fixed:15, macs:0.5 (of the whole network's",
      "multiply-accumulates), latency:0.5 (of its time, measured here), or a JSON file of layer",
      "names or patterns to ranks.",
      "Filters: --prune 0.5 keeps half of the filters of each layer, those of the",
      "largest L1 norms; --prune macs:0.5 the share with which the whole network keeps",
      "half of its multiply-accumulates. Only filters whose output stays inside of a",
      "module can go: inner ones of residual blocks, proposer, box and mask head.",
      "Bits: --int8 rounds weights to 255 levels a filter, and inputs of layers to 256",
      "between the smallest and the largest value on pictures. It is simulated in",
      "float: answers and bytes are those of an int8 engine, times are not and are not",
      "measured. The file holds float32. Layers that --layers leaves out stay in float.",
      "Layers: published (conv2 of every residual block), pointwise (1x1 convolutions), all,",
      "or names and patterns (*, ?, [...]) separated by commas.",
      "The report lies beside the model in OUT.report: layers.csv and report.html.",
      "With --sweep several rules are tried and no model is written: OUT is then a folder for",
      "sweep.csv and the plots.",
      "",
      "Example: tucana compress --model m.safetensors --out c.safetensors --ranks evbmf",
      "Example: tucana compress --model m.safetensors --out p.safetensors --prune 0.5",
      "Example: tucana compress --model p.safetensors --out q.safetensors --int8",
      "Example: tucana compress --model m.safetensors --out sweep"
          + " --sweep ratio:0.2,ratio:0.4,ratio:0.6"
    })
final class CompressCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 1000;

  @Option(names = "--out", required = true, description = "The model file, or folder, to write.")
  private Path out;

  @Option(names = "--ranks", description = "How ranks are chosen, see below.")
  private String ranks;

  @Option(
      names = "--prune",
      paramLabel = "SHARE",
      description = "Instead of --ranks: which share of filters stays, see below.")
  private String prune;

  @Option(
      names = "--int8",
      description = "Instead of --ranks: round layers to eight bits, see below.")
  private boolean int8;

  @Option(
      names = "--sweep",
      split = ",",
      paramLabel = "RULE",
      description = "Instead of --ranks: several rules to compare, separated by commas.")
  private List<String> sweep;

  @Option(
      names = "--layers",
      description =
          "Which layers (default: those that a file of ranks names, else published; all with"
              + " --prune and --int8).")
  private String layers;

  @Option(
      names = "--runs",
      defaultValue = "9",
      description = "Timed runs of each layer, 0 for no times (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--half",
      description = "Write weights as float16, half the size (default: as the model has them).")
  private boolean half;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Mixin private CalibrationOptions calibration;
  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;
  @Spec private CommandSpec spec;

  CompressCommand() {}

  @Override
  public Integer call() throws IOException {
    check();
    Task task = task();
    try (Backend opened = backend.open();
        RewritableModel<?> read = RewritableModel.read(model.file(), opened)) {
      run(read, task);
    }
    return 0;
  }

  /** What is asked for, read and checked before the model is. */
  private sealed interface Task {
    record Factor(LayerSet layers, RankRule rule) implements Task {}

    record Prune(LayerSet layers, FilterRule rule) implements Task {}

    record Round(LayerSet layers, CalibrationPictures pictures) implements Task {}

    record Sweep(LayerSet layers, List<RankRule> rules) implements Task {}
  }

  private Task task() throws IOException {
    if (int8) {
      return new Task.Round(layers(new LayerSet.All()), calibration.pictures());
    }
    if (prune != null) {
      return new Task.Prune(layers(new LayerSet.All()), FilterRule.parse(prune));
    }
    List<RankRule> rules = new ArrayList<>();
    for (String text : sweep == null ? List.of(ranks) : sweep) {
      rules.add(RankRules.parse(text));
    }
    // A file says itself which layers change.
    boolean files = rules.stream().allMatch(RankFileRule.class::isInstance);
    LayerSet set = layers(files ? new LayerSet.All() : new LayerSet.Published());
    return sweep == null ? new Task.Factor(set, rules.getFirst()) : new Task.Sweep(set, rules);
  }

  private LayerSet layers(LayerSet usual) {
    return layers == null ? usual : LayerSet.parse(layers);
  }

  private <N extends NetworkModule> void run(RewritableModel<N> read, Task task)
      throws IOException {
    Compression<N> compression =
        new Compression<>(
            model.file().getFileName().toString(), read.network(), read::rebuilt, read.stages());
    switch (task) {
      case Task.Factor(LayerSet set, RankRule rule) ->
          write(read, factored(compression, set, rule));
      case Task.Prune(LayerSet set, FilterRule rule) -> write(read, pruned(compression, set, rule));
      case Task.Round(LayerSet set, CalibrationPictures pictures) ->
          write(read, rounded(read, compression, set, pictures));
      case Task.Sweep(LayerSet set, List<RankRule> rules) -> sweep(compression, set, rules);
    }
  }

  private void check() throws IOException {
    OutputFile.requireOther("compress", model.file(), out);
    List<String> asked = asked();
    if (asked.size() != 1) {
      throw new FormatException(
          "compress: one of --ranks, --prune, --int8 and --sweep wanted, got "
              + (asked.isEmpty() ? "none" : String.join(" and ", asked))
              + "; say for example --ranks evbmf");
    }
    if (int8 && half) {
      throw new FormatException(
          "compress: --int8 writes float32, which holds what it multiplies; leave --half out");
    }
    if (!int8) {
      calibration.requireNone();
    }
    if (runs < 0 || runs > MOST_RUNS) {
      throw new FormatException("compress: --runs must lie in 0.." + MOST_RUNS + ", got " + runs);
    }
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new FormatException("compress: " + out + " lies in no folder that exists; make it");
    }
    if (sweep == null && Files.exists(reportFolder()) && !Files.isDirectory(reportFolder())) {
      throw new FormatException(
          "compress: the report goes to "
              + reportFolder()
              + ", which is a file; move it or name another --out");
    }
    if (sweep == null) {
      if (Files.isDirectory(out)) {
        throw new FormatException("compress: " + out + " is a folder; name a file");
      }
      OutputFile.prepare(out);
      OutputFolder.check("compress", "--out", reportFolder());
    } else {
      OutputFolder.check("compress", "--out", out);
    }
  }

  private List<String> asked() {
    List<String> asked = new ArrayList<>();
    if (ranks != null) {
      asked.add("--ranks");
    }
    if (prune != null) {
      asked.add("--prune");
    }
    if (int8) {
      asked.add("--int8");
    }
    if (sweep != null) {
      asked.add("--sweep");
    }
    return asked;
  }

  private Path reportFolder() {
    return out.resolveSibling(out.getFileName() + ".report");
  }

  private <N extends NetworkModule> Compression.Result<N> factored(
      Compression<N> compression, LayerSet set, RankRule rule) {
    List<RankChoice> choices = compression.choose(set, rule, runs, CompressCommand::timing);
    try (Progress progress = Console.progress("layers", 2L * choices.size())) {
      return compression.run(set, ranks, choices, runs, progress);
    }
  }

  private <N extends NetworkModule> Compression.Result<N> pruned(
      Compression<N> compression, LayerSet set, FilterRule rule) {
    List<FilterChoice> choices = compression.choose(set, rule);
    try (Progress progress = Console.progress("layers", FilterChoice.layers(choices))) {
      return compression.prune(set, prune, choices, runs, progress);
    }
  }

  private <N extends NetworkModule> Compression.Result<N> rounded(
      RewritableModel<N> read,
      Compression<N> compression,
      LayerSet set,
      CalibrationPictures pictures) {
    InputRanges ranges;
    try (Progress progress = Console.progress("pictures", pictures.count())) {
      ranges = compression.ranges(network -> read.use(network, pictures, progress));
    }
    try (Progress progress = Console.progress("layers", compression.weightLayers())) {
      return compression.round(set, ranges, pictures.words(), progress);
    }
  }

  private <N extends NetworkModule> void write(
      RewritableModel<N> read, Compression.Result<N> result) throws IOException {
    try (N network = result.network()) {
      read.write(network, out, precision(read), provenance(read.provenance()));
    }
    Path folder = reportFolder();
    OutputFolders.make(folder);
    TextFile.write(folder.resolve("layers.csv"), CompressionCsv.of(result.report()));
    TextFile.write(folder.resolve("report.html"), CompressionHtml.of(result.report()));
    if (json) {
      JsonOutput.print(CompressionJson.of(result.report()));
    } else {
      System.out.print(CompressionText.of(result.report()));
    }
    Console.say("wrote " + out + " and " + folder.resolve("report.html"));
    if (!result.report().changes().isEmpty()) {
      Fonts.lack().ifPresent(CompressCommand::sayChartless);
    }
  }

  /** What is rounded to eight bits is no longer that in sixteen. */
  private ModelFile.Precision precision(RewritableModel<?> read) {
    if (int8) {
      return ModelFile.Precision.FLOAT32;
    }
    return half ? ModelFile.Precision.FLOAT16 : read.precision();
  }

  private <N extends NetworkModule> void sweep(
      Compression<N> compression, LayerSet set, List<RankRule> rules) throws IOException {
    List<RewriteReport> points = new ArrayList<>();
    try (Progress progress = Console.progress("rules", rules.size())) {
      for (int i = 0; i < rules.size(); i++) {
        String text = sweep.get(i);
        List<RankChoice> choices = compression.choose(set, rules.get(i), runs, Progress::none);
        Compression.Result<N> result = compression.run(set, text, choices, runs, Progress.none());
        result.network().close();
        points.add(result.report());
        progress.at(points.size(), text);
      }
    }
    SweepReport report = new SweepReport(points);
    OutputFolders.make(out);
    TextFile.write(out.resolve("sweep.csv"), report.csv());
    Optional<String> lack = Fonts.lack();
    if (lack.isEmpty()) {
      writePlots(report);
    }
    if (json) {
      JsonOutput.print(points.stream().map(CompressionJson::of).toList());
    } else {
      System.out.print(report.csv());
    }
    Console.say("wrote " + out.resolve("sweep.csv") + (lack.isEmpty() ? " and its plots" : ""));
    lack.ifPresent(CompressCommand::sayChartless);
  }

  private static Progress timing() {
    return Console.progress("networks timed", NetworkLatencies.NETWORKS);
  }

  private void writePlots(SweepReport report) throws IOException {
    byte[] overMacs = report.errorOverMacs();
    WholeFile.write(out.resolve("error-macs.png"), stream -> stream.write(overMacs));
    Optional<byte[]> overMillis = report.errorOverMillis();
    if (overMillis.isPresent()) {
      WholeFile.write(
          out.resolve("error-milliseconds.png"), stream -> stream.write(overMillis.get()));
    }
  }

  private static void sayChartless(String why) {
    Console.say("compress: no charts: " + why);
  }

  private Provenance provenance(Provenance original) {
    return new Provenance(
        original.seed(),
        original.data(),
        original.command()
            + " && tucana "
            + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
        Version.commit());
  }
}
