package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job on a sample that needs no data. */
@Command(
    name = "demo",
    description = "Simulates a field of galaxies, finds, classifies and outlines them.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: tucana demo --out demo"})
final class DemoCommand implements Callable<Integer> {
  private static final int LEAST_SIDE = 64;
  private static final int LARGEST_SIDE = 8192;

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

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  DemoCommand() {}

  @Override
  public Integer call() throws IOException {
    if (side < LEAST_SIDE || side > LARGEST_SIDE) {
      throw new FormatException(
          "demo: --side must lie in " + LEAST_SIDE + ".." + LARGEST_SIDE + ", got " + side);
    }
    OutputFolder.check("demo", "--out", out);
    try (Backend opened = backend.open();
        DetectorModel read = model.read(opened);
        Detector detector = read.detector()) {
      Console.say("simulating a field of " + side + "x" + side + " pixels, seed " + seed);
      Example field =
          new Simulator(seed, SimulationSettings.named("survey").withSide(side)).example(0);
      long start = System.nanoTime();
      List<Detection> found;
      try (Progress progress = Console.progress("tiles", detector.tiles(field.picture()))) {
        found = detector.detect(field.picture(), progress);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      OutputFolders.make(out);
      PictureFormat.PNG.write(out.resolve("field.png"), field.picture());
      DetectionFiles.write(out, field.picture(), found, SkyPlacement.NONE);
      if (!found.isEmpty()) {
        Overlay.sayWordless("demo");
      }
      report(field, found, seconds);
    }
    return 0;
  }

  private void report(Example field, List<Detection> found, double seconds) {
    EvaluatedImage image =
        new EvaluatedImage(
            LabelledPicture.of(field).truth(), found.stream().map(Detection::asObject).toList());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("galaxies_in_field", field.annotations().size());
    result.put("galaxies_found", found.size());
    result.put("AP50_box", JsonOutput.number(ap50(image, OverlapKind.BOX)));
    result.put("AP50_mask", JsonOutput.number(ap50(image, OverlapKind.MASK)));
    result.put("seconds", seconds);
    result.put("overlay", out.resolve(DetectionFiles.OVERLAY).toString());
    if (json) {
      JsonOutput.print(result);
    } else {
      result.forEach((key, value) -> System.out.println(key + ": " + value));
    }
  }

  private static double ap50(EvaluatedImage image, OverlapKind kind) {
    return CocoEvaluation.anyClass(List.of(image), kind).ap50(0);
  }
}
