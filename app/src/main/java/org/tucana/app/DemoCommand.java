package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.Backend;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.evaluation.CocoEvaluation;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.detection.structure.Example;
import org.tucana.nn.metric.Median;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job on a sample that needs no data, by the shipped detector and its compact form. */
@Command(
    name = "demo",
    description = "Simulates a field of galaxies, finds, classifies and outlines them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --model the shipped detector and its compact form do it side by side.",
      "Example: tucana demo --out demo"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int LEAST_SIDE = 64;
  private static final int LARGEST_SIDE = 8192;

  private static final String NORMAL = "normal";

  /** The second detector, and where its results lie. */
  private static final String COMPACT = "compact";

  /** Timed runs of each detector, in turns, where there are two. */
  private static final int TURNS = 5;

  @Option(
      names = "--out",
      defaultValue = "tucana-demo",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Which field (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--side",
      defaultValue = "640",
      description = "Pixels a side (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(
      names = "--beside",
      description =
          "A second detector, to run in turns with the first (default: the shipped compact one;"
              + " with --model none).")
  private Path beside;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  DemoCommand() {}

  /** What a detector found, and how long it took. */
  private record Outcome(List<Detection> found, double seconds) {}

  @Override
  public Integer call() throws IOException {
    if (side < LEAST_SIDE || side > LARGEST_SIDE) {
      throw new FormatException(
          "demo: --side must lie in " + LEAST_SIDE + ".." + LARGEST_SIDE + ", got " + side);
    }
    OutputFolder.check("demo", "--out", out);
    try (Backend opened = backend.open();
        DetectorModel normal = model.read(opened)) {
      Optional<Path> second = Optional.ofNullable(beside).or(model::compact);
      if (second.isEmpty()) {
        try (Detector detector = normal.detector()) {
          Example field = simulate();
          print(report(field, out, write(field, out, detect(field, detector, "tiles"))));
        }
      } else {
        try (DetectorModel compact = DetectorModel.read(second.get(), opened)) {
          print(sideBySide(simulate(), normal, compact));
        }
      }
    }
    return 0;
  }

  private Example simulate() {
    Console.say("simulating a field of " + side + "x" + side + " pixels, seed " + seed);
    return new Simulator(seed, SimulationSettings.named("survey").withSide(side)).example(0);
  }

  private static Outcome detect(Example field, Detector detector, String what) {
    try (Progress progress = Console.progress(what, detector.tiles(field.picture()))) {
      return detect(field, detector, progress);
    }
  }

  private static Outcome detect(Example field, Detector detector, Progress progress) {
    long start = System.nanoTime();
    List<Detection> found = detector.detect(field.picture(), progress);
    return new Outcome(found, (System.nanoTime() - start) * 1e-9);
  }

  private Map<String, Object> sideBySide(Example field, DetectorModel normal, DetectorModel compact)
      throws IOException {
    try (Detector first = normal.detector();
        Detector second = compact.detector()) {
      Outcome whole = detect(field, first, NORMAL);
      Outcome small = detect(field, second, COMPACT);
      // Both again in turns: in the first run kernels are compiled.
      double[] wholes = new double[TURNS];
      double[] smalls = new double[TURNS];
      double[] ratios = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        wholes[turn] = detect(field, first, Progress.none()).seconds();
        smalls[turn] = detect(field, second, Progress.none()).seconds();
        ratios[turn] = wholes[turn] / smalls[turn];
      }
      whole = write(field, out, new Outcome(whole.found(), Median.of(wholes)));
      small = write(field, out.resolve(COMPACT), new Outcome(small.found(), Median.of(smalls)));
      Map<String, Object> result = report(field, out, whole);
      result.put(COMPACT, report(field, out.resolve(COMPACT), small));
      result.put("times_faster", Median.of(ratios));
      Path picture = out.resolve("side-by-side.png");
      SideBySide.write(
          picture,
          field.picture(),
          List.of(
              new SideBySide.Panel(caption(NORMAL, field, whole), whole.found()),
              new SideBySide.Panel(caption(COMPACT, field, small), small.found())));
      result.put("side_by_side", picture.toString());
      return result;
    }
  }

  private static String caption(String name, Example field, Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "%s: AP50 of masks %.3f, %.0f ms",
        name,
        ap50(evaluated(field, outcome.found()), OverlapKind.MASK),
        outcome.seconds() * 1e3);
  }

  private static Outcome write(Example field, Path folder, Outcome outcome) throws IOException {
    OutputFolders.make(folder);
    PictureFormat.PNG.write(folder.resolve("field.png"), field.picture());
    DetectionFiles.write(folder, field.picture(), outcome.found(), SkyPlacement.NONE);
    if (!outcome.found().isEmpty()) {
      Overlay.sayWordless("demo");
    }
    return outcome;
  }

  private static Map<String, Object> report(Example field, Path folder, Outcome outcome) {
    EvaluatedImage image = evaluated(field, outcome.found());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("galaxies_in_field", field.annotations().size());
    result.put("galaxies_found", outcome.found().size());
    result.put("AP50_box", JsonOutput.number(ap50(image, OverlapKind.BOX)));
    result.put("AP50_mask", JsonOutput.number(ap50(image, OverlapKind.MASK)));
    result.put("seconds", outcome.seconds());
    result.put("overlay", folder.resolve(DetectionFiles.OVERLAY).toString());
    return result;
  }

  private void print(Map<String, Object> result) {
    if (json) {
      JsonOutput.print(result);
    } else {
      print("", result);
    }
  }

  private static void print(String prefix, Map<?, ?> result) {
    result.forEach((key, value) -> {
      if (value instanceof Map<?, ?> inner) {
        print(prefix + key + " ", inner);
      } else {
        System.out.println(prefix + key + ": " + value);
      }
    });
  }

  private static EvaluatedImage evaluated(Example field, List<Detection> found) {
    return new EvaluatedImage(
        LabelledPicture.of(field).truth(), found.stream().map(Detection::asObject).toList());
  }

  private static double ap50(EvaluatedImage image, OverlapKind kind) {
    return CocoEvaluation.anyClass(List.of(image), kind).ap50(0);
  }
}
