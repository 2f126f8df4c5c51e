package org.tucana.bench.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tucana.app.BackendMixin;
import org.tucana.app.Console;
import org.tucana.app.OutputFolder;
import org.tucana.app.batch.FolderLock;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.bench.Interleaving;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.RpnConfig;
import org.tucana.nn.report.Fonts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a normal detector and compact ones, and writes a report. */
@Command(
    name = "compact",
    description =
        "Measures a normal detector and compact ones: accuracy, cost, time, noise,"
            + " fewer proposals.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The first model is the reference that the others are compared with. What was",
      "measured stays in the folder of --out and is not measured again, so a study",
      "that was killed goes on where it was. Let nothing else run while times are taken.",
      "",
      "Example: tucana study compact --model normal=models/galaxies.safetensors",
      "  --model compact=compact.safetensors --data stamps --out study"
    })
final class CompactCommand implements Callable<Integer> {
  private static final int LARGEST_SIDE = 4096;
  private static final int LEAST_SIDE = 32;
  private static final int MOST_RUNS = 1000;
  private static final int MOST_PICTURES = 1_000_000;
  private static final String NUMBERS = "study.json";
  private static final String PAGE = "index.html";

  @Option(
      names = "--model",
      paramLabel = "NAME=FILE",
      description = "A detector and how the study calls it; the first is the reference.")
  private List<String> models = List.of();

  @Option(
      names = "--length",
      paramLabel = "LABEL:NAME=FILE",
      description =
          "A detector after a training of some length, for example 3:normal=short.safetensors; its"
              + " time is read from the log beside it.")
  private List<String> lengths = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Real stamps: a folder with labels.csv and images/; those of split val count.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where results and the report go.")
  private Path out;

  @Option(
      names = "--pictures",
      defaultValue = "2000",
      description = "Simulated pictures of all four sets together (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--scenes",
      defaultValue = "200",
      description = "Scenes composed of the stamps (default: ${DEFAULT-VALUE}).")
  private int scenes;

  @Option(
      names = "--runs",
      defaultValue = "9",
      description = "Timed turns of each model (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--sides",
      split = ",",
      defaultValue = "256,800",
      paramLabel = "PIXELS",
      description = "Sides of the pictures that are timed (default: ${DEFAULT-VALUE}).")
  private List<Integer> sides;

  @Option(
      names = "--proposals",
      split = ",",
      paramLabel = "N",
      description =
          "How many proposals are left where fewer are tried (default: a half, a third and a sixth"
              + " of the models' own).")
  private List<Integer> proposals = List.of();

  @Option(
      names = "--proposal-overlap",
      paramLabel = "IOU",
      defaultValue = "0.5",
      description =
          "Largest IoU of proposals where these are suppressed otherwise too (default:"
              + " ${DEFAULT-VALUE}).")
  private double proposalOverlap;

  @Option(names = "--peers", description = "Also time torchvision with the reference's weights.")
  private boolean peers;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SECTION",
      description =
          "Measure only some of accuracy, stamps, cost, time, noise, proposals, classifiers,"
              + " lengths; of the others the report has what --out holds already.")
  private List<String> only = List.of();

  @Option(
      names = "--no-page",
      description =
          "Make no page, which needs fonts: a later run without this option makes it of what is"
              + " stored.")
  private boolean noPage;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private BackendMixin backend;

  CompactCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Set<StudySection> sections = StudySection.named(only);
    check(sections);
    OutputFolder.check("study", "--out", out);
    if (!noPage) {
      Fonts.require("study");
    }
    StudyPlan plan = plan(sections);
    try (FolderLock _ = FolderLock.take("study", out);
        OnDemand<Backend> opened = new OnDemand<>(backend::open, Backend::close)) {
      StudyFolder folder = new StudyFolder(out, true);
      TimeSection.Clocked on =
          new TimeSection.Clocked(opened, backend.name(), backend.effectiveThreads());
      StudyResult result = new CompactStudy(plan, folder, on, EnergyMeter.ofSystem()).run();
      byte[] all = StudyJson.bytes(result.toMap());
      folder.write(NUMBERS, all);
      if (!noPage) {
        folder.write(PAGE, new StudyPage(result).bytes());
      }
      if (json) {
        System.out.write(all);
        System.out.flush();
      } else {
        System.out.print(new StudyText(result).text());
        Console.say("study: wrote " + out.resolve(noPage ? NUMBERS : PAGE));
      }
    }
    return 0;
  }

  /** Refuses what is wrong before anything is read. */
  private void check(Set<StudySection> sections) {
    backend.check();
    int sets = SimulationSettings.EVALUATION.size();
    require(
        models.size() >= 2,
        "a study compares models, expected at least two, got "
            + models.size()
            + "; name each by --model NAME=FILE, the reference first");
    require(
        pictures >= sets && pictures <= MOST_PICTURES && pictures % sets == 0,
        "--pictures are shared by %d sets, expected a multiple of %d up to %d, got %d; give one"
            .formatted(sets, sets, MOST_PICTURES, pictures));
    require(
        scenes >= 0 && scenes <= MOST_PICTURES,
        "--scenes must lie in 0.." + MOST_PICTURES + ", got " + scenes + "; give such a number");
    require(
        runs >= 1 && runs <= MOST_RUNS,
        "--runs must lie in 1.." + MOST_RUNS + ", got " + runs + "; give such a number");
    require(
        sides.stream().allMatch(side -> side >= LEAST_SIDE && side <= LARGEST_SIDE),
        "--sides must lie in %d..%d, got %s; give such numbers"
            .formatted(LEAST_SIDE, LARGEST_SIDE, sides));
    require(
        proposalOverlap >= 0 && proposalOverlap <= 1,
        "--proposal-overlap must lie in 0..1, got " + proposalOverlap + "; give such a number");
    require(
        only.isEmpty() || !sections.contains(StudySection.STAMPS) || data != null,
        "--only stamps needs some, got none; name them with --data");
    require(
        only.isEmpty() || !sections.contains(StudySection.LENGTHS) || !lengths.isEmpty(),
        "--only lengths needs trained models, got none; name them with --length");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new FormatException("study: " + otherwise);
    }
  }

  private StudyPlan plan(Set<StudySection> sections) throws IOException {
    List<StudyModel> read = new ArrayList<>();
    for (String model : models) {
      read.add(StudyModel.read("--model", model));
    }
    List<TrainedModel> trained = new ArrayList<>();
    for (String length : lengths) {
      trained.add(TrainedModel.read(length));
    }
    List<StudyModel> all =
        Stream.concat(read.stream(), trained.stream().map(TrainedModel::model)).toList();
    requireNames(all);
    SharedSettings.require(all);
    require(
        timed(sections, read).stream().noneMatch(StudyModel::isImitated),
        "a model rounds to eight bits, which floats imitate, so that its time means nothing; leave"
            + " the model out, or time by --only");
    Optional<RealStamps> stamps =
        data == null ? Optional.empty() : Optional.of(RealStamps.read(data));
    return new StudyPlan(
        read, trained, stamps, pictures, scenes, sides, changes(read), pace(), peers, sections);
  }

  private static List<StudyModel> timed(Set<StudySection> sections, List<StudyModel> read) {
    if (sections.contains(StudySection.TIME)) {
      return read;
    }
    return sections.contains(StudySection.PROPOSALS) ? StudyPlan.judged(read) : List.of();
  }

  private List<ProposalChange> changes(List<StudyModel> read) {
    RpnConfig own = read.getFirst().config().rpn();
    int most = own.preNmsTopNTest();
    require(
        proposals.stream().allMatch(number -> number >= 1 && number <= most),
        "--proposals must lie in 1..%d, as many as the models rank, got %s; give such numbers"
            .formatted(most, proposals));
    return ProposalChange.of(
        own, proposals.isEmpty() ? ProposalChange.usualNumbers(own) : proposals, proposalOverlap);
  }

  private static void requireNames(List<StudyModel> all) {
    List<String> names = new ArrayList<>();
    for (StudyModel model : all) {
      require(
          !names.contains(model.name()) && !model.name().equals(DetectorPeer.NAME),
          "two models are called '" + model.name() + "'; give each a name of its own");
      names.add(model.name());
    }
  }

  /** Until times no longer fall, then so many turns. */
  private Interleaving pace() {
    return new Interleaving(runs, 60, 3_000, 60_000, 60_000, runs);
  }
}
