package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.scene.ComposedScenes;
import org.tucana.astro.scene.Composer;
import org.tucana.astro.scene.SceneStyle;
import org.tucana.astro.simulation.SimulatedSet;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.annotation.CocoReader;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.detection.report.EvaluationReport;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures a detector on pictures of known truth, a classifier on stamps, or files of detections.
 */
@Command(
    name = "evaluate",
    description = "Measures how well a detector finds, classifies and outlines galaxies.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The class of a stamp is that of the detection that covers its centre best; the outline is",
      "compared with the automatic mask. Rows of class galaxy or artifact have no class. A galaxy",
      "that was not found is wrong: it counts in not_found, not in confusion. n counts all rows.",
      "A classifier's model file has figures of classes alone.",
      "",
      "Example: tucana evaluate --data stamps --json",
      "Example: tucana evaluate --image z.fits,r.fits,g.fits --mask objects.fits",
      "Example: tucana evaluate --coco-gt truth.json --coco-dets detections.json --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  static final Bootstrap INTERVALS = new Bootstrap(1000, 0.95, 1);
  private static final int SIDE = 256;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Measure on stamps: a folder with labels.csv (file, class, ...) and images/.")
  private Path data;

  @Option(names = "--split", description = "Only rows of this split, for example val.")
  private String split;

  @Option(
      names = "--scenes",
      defaultValue = "0",
      description = "Also compose so many scenes of these stamps and measure AP on them.")
  private int scenes;

  @Option(
      names = "--seed",
      defaultValue = "1000",
      description = "Seed of the scenes and of the set (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "Measure on a simulated evaluation set: easy, survey, crowded or faint.")
  private String set;

  @Option(
      names = "--count",
      defaultValue = "20",
      description = "Scenes of --set (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--turns",
      description =
          "Classify each object in eight orientations of the picture; some eight times as slow.")
  private boolean turns;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Also write a report: curves, confusion, calibration, best and worst pictures as"
              + " index.html.")
  private Path report;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "Measure on a field: a picture, or its bands, reddest first: RED,GREEN,BLUE.")
  private String image;

  @Option(
      names = "--mask",
      split = ",(?![^\\[]*\\])",
      paramLabel = "FILE[,FILE...]",
      hideParamSyntax = true,
      description =
          "The field's objects: a map of their numbers, or several pictures with one each.")
  private List<String> mask;

  @Option(
      names = "--coco-gt",
      paramLabel = "FILE",
      description = "Measure on annotated pictures: COCO or VIA JSON.")
  private Path annotationFile;

  @Option(names = "--images", paramLabel = "DIR", description = "Where the annotated pictures lie.")
  private Path images;

  @Option(
      names = "--coco-dets",
      paramLabel = "FILE",
      description = "Measure these detections of the annotated pictures, without a model.")
  private Path detections;

  @Option(
      names = "--compare-dets",
      paramLabel = "FILE",
      description = "Compare with these detections of the same pictures.")
  private Path comparedDetections;

  @Option(names = "--intervals", description = "Also give intervals of the figures of --coco-dets.")
  private boolean intervals;

  @Option(
      names = "--any-class",
      description = "Take all objects of --coco-gt and --coco-dets for one class.")
  private boolean anyClass;

  @Option(
      names = "--partial-truth",
      description = "Not all objects are annotated: detections away from those are ignored.")
  private boolean partial;

  @Option(
      names = "--compare",
      paramLabel = "MODEL",
      description = "Compare with another model on the same pictures.")
  private Path compared;

  @Option(
      names = "--write-coco",
      paramLabel = "DIR",
      description = "Also write truth.json and detections.json of scenes, fields or pictures.")
  private Path written;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private AnnotationOptions annotations;
  @Mixin private ModelOption model;
  @Mixin private ProposalOption proposals;
  @Mixin private BackendMixin backend;

  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    check();
    if (detections != null) {
      evaluateFiles();
      return 0;
    }
    ModelFile file = ModelFile.read(model.file());
    ModelFile other = compared == null ? null : ModelFile.read(compared);
    boolean classifier = StampClassifier.isClassifier(file.metadata());
    require(!classifier || report == null, "--report needs a detector; leave it out");
    require(
        !classifier || proposals.number().isEmpty(), "--proposals needs a detector; leave it out");
    EvaluationResult result = new EvaluationResult(names(!classifier), INTERVALS);
    proposals.number().ifPresent(number -> result.fact(ProposalOption.NAME, number));
    try (Backend opened = backend.open()) {
      if (classifier) {
        evaluateClassifiers(result, file, other, opened);
      } else {
        evaluateDetectors(result, proposals.of("evaluate", model.file(), file), other, opened);
      }
    }
    if (json) {
      JsonOutput.print(result.json());
    } else {
      System.out.print(result.text());
    }
    return 0;
  }

  /** Refuses what does not belong together before anything is read. */
  private void check() throws IOException {
    long sources = Stream.of(data, set, image, annotationFile).filter(Objects::nonNull).count();
    require(
        sources == 1,
        "expected one thing to measure on, got "
            + sources
            + "; name --data, --set, --image or"
            + " --coco-gt");
    require(image == null || mask != null, "--image needs --mask; name the field's objects");
    require(mask == null || image != null, "--mask needs --image; name the field");
    require(scenes == 0 || data != null, "--scenes are composed of stamps; name them with --data");
    require(scenes >= 0, "--scenes must not be negative, got " + scenes);
    require(split == null || data != null, "--split chooses stamps; name them with --data");
    require(count > 0, "--count must be positive, got " + count);
    boolean files = detections != null;
    require(
        !files || report == null, "--report needs pictures; leave out --coco-dets for --images");
    require(
        !files || annotationFile != null, "--coco-dets needs the truth; name it with --coco-gt");
    require(
        annotationFile == null || files || images != null,
        "--coco-gt needs detections or pictures; name --coco-dets or --images");
    require(
        images == null || (annotationFile != null && !files),
        "--images are measured with a model; name --coco-gt, without --coco-dets");
    require(
        !files || !(turns || proposals.number().isPresent()),
        "--turns and --proposals are for models; leave them out with --coco-dets");
    require(
        !files || written == null,
        "--write-coco writes what a model finds; leave it out with --coco-dets");
    require(
        files || comparedDetections == null,
        "--compare-dets needs --coco-dets; to compare models, name --compare");
    require(
        !files || compared == null,
        "--compare is for models; to compare detections, name --compare-dets");
    require(files || !(intervals || anyClass), "--intervals and --any-class are for --coco-dets");
    require(written == null || data == null || scenes > 0, "--write-coco writes no stamps");
    if (written != null) {
      OutputFolder.check("evaluate", "--write-coco", written);
    }
    if (report != null) {
      OutputFolder.check("evaluate", "--report", report);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new FormatException("evaluate: " + otherwise);
    }
  }

  private void evaluateFiles() throws IOException {
    AnnotationSet truth = annotations.read(annotationFile);
    CocoFileEvaluation evaluation =
        new CocoFileEvaluation(
            truth.categories(),
            detected(truth, detections),
            comparedDetections == null
                ? Optional.empty()
                : Optional.of(detected(truth, comparedDetections)),
            anyClass,
            intervals ? Optional.of(INTERVALS) : Optional.empty());
    String name = String.valueOf(comparedDetections);
    if (json) {
      JsonOutput.print(evaluation.json(name));
    } else {
      System.out.print(evaluation.text(name));
    }
  }

  private List<EvaluatedImage> detected(AnnotationSet truth, Path file) throws IOException {
    List<EvaluatedImage> found = truth.with(file.toString(), CocoReader.readDetections(file));
    return partial ? found.stream().map(EvaluatedImage::ofPartialTruth).toList() : found;
  }

  private FinderSet<String> names(boolean baseline) {
    return new FinderSet<>(
        String.valueOf(model.file().getFileName()),
        baseline ? Optional.of(NamedFinder.BASELINE) : Optional.empty(),
        Optional.ofNullable(compared).map(Path::toString));
  }

  private void evaluateClassifiers(
      EvaluationResult result, ModelFile file, ModelFile other, Backend opened) {
    require(
        data != null && scenes == 0,
        model.file() + " is a classifier, which finds nothing; name --data without --scenes");
    require(
        other == null || StampClassifier.isClassifier(other.metadata()),
        compared + " is no classifier, but " + model.file() + " is; compare models of one kind");
    StampSet stamps = StampSet.open(data);
    try (StampClassifier own = StampClassifier.of(model.file().toString(), file, opened);
        StampClassifier second =
            other == null ? null : StampClassifier.of(compared.toString(), other, opened)) {
      new ClassifierEvaluation(stamps, rows(stamps))
          .addTo(
              result, new FinderSet<>(own, Optional.empty(), Optional.ofNullable(second)), opened);
    }
  }

  private void evaluateDetectors(
      EvaluationResult result, ModelFile file, ModelFile other, Backend opened) throws IOException {
    try (OpenedDetector own = OpenedDetector.of(model.file(), file, opened, turns);
        OpenedDetector second =
            other == null ? null : OpenedDetector.of(compared, other, opened, turns)) {
      require(
          second == null || second.channels() == own.channels(),
          "both models must take equally many channels; compare models of one kind");
      FinderSet<NamedFinder> finders =
          new FinderSet<>(
              new NamedFinder("model", own.detector()::detect),
              Optional.of(NamedFinder.baseline()),
              Optional.ofNullable(second).map(s -> new NamedFinder("other", s.detector()::detect)));
      evaluate(result, finders, own.input());
    }
  }

  private void evaluate(EvaluationResult result, FinderSet<NamedFinder> finders, ModelInput input)
      throws IOException {
    if (data == null) {
      LabelledPictures pictures = pictures(input);
      prepareReport();
      evaluate(result, finders, pictures, "");
      return;
    }
    StampSet stamps = StampSet.open(data);
    int[] rows = rows(stamps);
    prepareReport();
    StampEvaluation evaluation = new StampEvaluation(stamps, rows);
    FinderSet<List<Stamp>> measured = evaluation.addTo(result, finders);
    if (report != null) {
      EvaluationReport.write(report, evaluation.report(measured));
    }
    if (scenes > 0) {
      evaluate(result, finders, new ComposedScenes(scenes, composer(stamps, rows)), "scenes_");
    }
  }

  /** Once what is measured on is known to be there, and before it is measured. */
  private void prepareReport() throws IOException {
    if (report != null) {
      EvaluationReport.prepare(report);
    }
  }

  private void evaluate(
      EvaluationResult result,
      FinderSet<NamedFinder> finders,
      LabelledPictures pictures,
      String prefix)
      throws IOException {
    SortedMap<Integer, String> classes = new TreeMap<>();
    for (GalaxyClass known : GalaxyClass.values()) {
      classes.put(known.label(), known.title());
    }
    PictureEvaluation evaluation = PictureEvaluation.of(pictures, finders, partial);
    evaluation.addTo(result, prefix, classes);
    if (written != null) {
      evaluation.write(written, classes);
    }
    if (report != null) {
      Path folder = data == null ? report : report.resolve(pictures.title());
      EvaluationReport.write(folder, evaluation.report(pictures, classes));
    }
  }

  /** What is measured on where it is no stamps. */
  private LabelledPictures pictures(ModelInput input) throws IOException {
    if (set != null) {
      return new SimulatedSet(set, count, new Simulator(seed, evaluationSet()));
    }
    return image != null
        ? MaskedField.read(PictureInput.ofBands(image), mask, input)
        : new AnnotatedPictures(
            annotations.read(annotationFile), images, GalaxyClass.titles(), input);
  }

  private SimulationSettings evaluationSet() {
    require(
        SimulationSettings.EVALUATION.contains(set),
        "there is no set '" + set + "'; name one of " + SimulationSettings.EVALUATION);
    return SimulationSettings.named(set);
  }

  private int[] rows(StampSet stamps) {
    int[] rows = stamps.rows(row -> split == null || row.split().equals(split));
    require(rows.length > 0, data + " has no rows of split '" + split + "'; name one that it has");
    return rows;
  }

  /** Scenes as training composes them, but of these stamps and by another seed. */
  private Composer composer(StampSet stamps, int[] rows) {
    int[] usable = stamps.outlined(rows);
    require(usable.length > 0, "no stamp of " + data + " has a usable mask to compose scenes of");
    return Composer.of(seed, SceneStyle.survey(SIDE), stamps, usable);
  }
}
