package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.classify.StampClassifier;
import org.tucana.astro.data.StampRow;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.astro.mask.MaskQuality;
import org.tucana.astro.scene.Composer;
import org.tucana.astro.scene.SceneStyle;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.evaluation.CentralObjectReport;
import org.tucana.detection.evaluation.Stamp;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a detector on stamps and on scenes composed of them, or a classifier on stamps. */
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
      "Example: tucana evaluate --data stamps --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  static final Bootstrap INTERVALS = new Bootstrap(1000, 0.95, 1);
  private static final int SIDE = 256;

  @Option(
      names = "--data",
      required = true,
      description = "A folder with labels.csv (file, class, ...) and images/.")
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
      description = "Seed of the scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    StampSet stamps = StampSet.open(data);
    int[] rows = stamps.rows(row -> split == null || row.split().equals(split));
    if (rows.length == 0) {
      throw new FormatException(
          "evaluate: " + data + " has no rows of split '" + split + "'; name one that it has");
    }
    Map<String, Object> report = new LinkedHashMap<>();
    ModelFile file = ModelFile.read(model.file());
    try (Backend opened = backend.open()) {
      if (StampClassifier.isClassifier(file.metadata())) {
        addClassifier(report, stamps, rows, file, opened);
      } else {
        addDetector(report, stamps, rows, file, opened);
      }
    }
    if (json) {
      JsonOutput.print(report);
    } else {
      report.forEach((key, value) -> System.out.println(key + ": " + value));
    }
    return 0;
  }

  private void addClassifier(
      Map<String, Object> report, StampSet stamps, int[] rows, ModelFile file, Backend opened) {
    if (scenes > 0) {
      throw new FormatException(
          "evaluate: "
              + model.file()
              + " is a classifier, which finds nothing; leave out --scenes");
    }
    try (StampClassifier classifier = StampClassifier.of(model.file().toString(), file, opened)) {
      new ClassifierEvaluation(classifier, opened, INTERVALS).addTo(report, stamps, rows);
    }
  }

  private void addDetector(
      Map<String, Object> report, StampSet stamps, int[] rows, ModelFile file, Backend opened) {
    try (DetectorModel read = DetectorModel.of(model.file().toString(), file, opened);
        Detector detector = read.detector()) {
      List<String> classes = read.network().config().classes();
      if (!classes.equals(GalaxyClass.titles())) {
        throw new FormatException(
            "evaluate: "
                + model.file()
                + " knows the classes "
                + classes
                + ", expected "
                + GalaxyClass.titles()
                + "; name another model");
      }
      addStamps(report, stamps, rows, detector);
      if (scenes > 0) {
        SceneEvaluation.of(detector, scenes, composer(stamps, rows)).addTo(report);
      }
    }
  }

  private static void addStamps(
      Map<String, Object> report, StampSet stamps, int[] rows, Detector detector) {
    List<Stamp> measured = new ArrayList<>(rows.length);
    try (Progress progress = Console.progress("stamps", rows.length)) {
      for (int i = 0; i < rows.length; i++) {
        measured.add(stamp(stamps, rows[i], detector));
        progress.at(i + 1L, "");
      }
    }
    CentralObjectReport central = CentralObjectReport.of(measured, GalaxyClass.titles(), INTERVALS);
    addClassification(report, central.classification());
    report.put("AP50_box", JsonOutput.number(central.ap50Box()));
    report.put("AP50_box_interval", JsonOutput.interval(central.ap50BoxInterval()));
    report.put("AP50_mask", JsonOutput.number(central.ap50Mask()));
    report.put("AP50_mask_interval", JsonOutput.interval(central.ap50MaskInterval()));
    report.put("n", rows.length);
    report.put("n_classified", central.classification().confusion().cases());
    report.put("n_outlined", central.masks());
  }

  /** What detectors and classifiers have in common. */
  static void addClassification(Map<String, Object> report, ClassificationReport classes) {
    report.put("accuracy", JsonOutput.number(classes.accuracy()));
    report.put("accuracy_interval", JsonOutput.interval(classes.accuracyInterval()));
    report.put("balanced_accuracy", JsonOutput.number(classes.balancedAccuracy()));
    report.put(
        "balanced_accuracy_interval", JsonOutput.interval(classes.balancedAccuracyInterval()));
    report.put("classes", classes.confusion().classes());
    report.put("confusion", classes.confusion().counts());
    report.put("not_found", classes.confusion().none());
  }

  private static Stamp stamp(StampSet stamps, int row, Detector detector) {
    StampRow labels = stamps.row(row);
    Picture picture = stamps.picture(row);
    AutomaticMask mask = AutomaticMask.of(picture);
    boolean outlined =
        labels.content() != StampRow.Content.ARTIFACT && mask.quality() == MaskQuality.GOOD;
    return new Stamp(
        picture.height(),
        picture.width(),
        labels.label(),
        outlined ? Optional.of(RunLength.of(mask.mask())) : Optional.empty(),
        detector.detect(picture).stream().map(DetectionFiles::object).toList());
  }

  /** Scenes as training composes them, but of these stamps and by another seed. */
  private Composer composer(StampSet stamps, int[] rows) {
    int[] usable = stamps.outlined(rows);
    if (usable.length == 0) {
      throw new FormatException(
          "evaluate: no stamp of " + data + " has a usable mask to compose scenes of");
    }
    return Composer.of(seed, SceneStyle.survey(SIDE), stamps, usable);
  }
}
