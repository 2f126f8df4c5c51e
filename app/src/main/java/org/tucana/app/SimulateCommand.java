package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.tucana.astro.GalaxyClass;
import org.tucana.astro.io.PictureFormat;
import org.tucana.astro.simulation.OutlineRule;
import org.tucana.astro.simulation.SceneFiles;
import org.tucana.astro.simulation.SimulatedScene;
import org.tucana.astro.simulation.SimulationSettings;
import org.tucana.astro.simulation.Simulator;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.io.WholeFile;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.CocoWriter;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes simulated skies with their truth. */
@Command(
    name = "simulate",
    description = "Simulates survey pictures of galaxies in five bands, with exact truth.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each scene is written as SET-SEED-NUMBER.png (display picture), -bands.fits (raw counts in u,",
      "g, r, i, z), -segmentation.fits (catalogue numbers) and -catalog.csv; truth.json describes",
      "the outlined galaxies of all scenes as a COCO dataset.",
      "",
      "Example: tucana simulate --set crowded --count 4 --seed 1 --out crowded"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int MOST_SCENES = 100_000;

  @Option(
      names = "--set",
      defaultValue = "survey",
      description =
          "easy, survey, crowded, faint, training-survey or training-deep (default:"
              + " ${DEFAULT-VALUE}).")
  private String set;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings of your own, JSON with the keys of the sets, instead of --set.")
  private Path settings;

  @Option(
      names = "--count",
      defaultValue = "1",
      description = "Number of scenes (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--side", description = "Pixels a side (default: as the set says).")
  private Integer side;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Which scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--outline",
      paramLabel = "RULE",
      description =
          "Which pixels belong to a galaxy: display, or isophote:DEVIATIONS (default: as the set"
              + " says).")
  private String outline;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(names = "--jpeg", description = "Write display pictures as JPEG (NAME.jpg), not PNG.")
  private boolean jpeg;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  SimulateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > MOST_SCENES) {
      throw new FormatException(
          "simulate: --count must lie in 1.." + MOST_SCENES + ", got " + count);
    }
    Simulator simulator = new Simulator(seed, chosen());
    PictureFormat display = jpeg ? PictureFormat.JPEG : PictureFormat.PNG;
    OutputFolder.check("simulate", "--out", out);
    OutputFolders.make(out);
    SortedMap<Long, CocoWriter.Image> truth = new TreeMap<>();
    int objects = 0;
    int outlined = 0;
    long simulating = 0;
    try (Progress progress = Console.progress("scenes", count)) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        SimulatedScene scene = simulator.scene(i);
        simulating += System.nanoTime() - start;
        String name = simulator.settings().name() + "-" + seed + "-" + i;
        String shown = SceneFiles.write(out, name, scene, display);
        int pixels = scene.picture().height();
        truth.put(
            i + 1L,
            new CocoWriter.Image(
                shown,
                new PictureSize(pixels, pixels),
                LabelledPicture.of(scene.example()).truth()));
        objects += scene.catalogue().size();
        outlined += scene.annotations().size();
        progress.at(i + 1L, "");
      }
    }
    WholeFile.write(
        out.resolve("truth.json"), stream -> CocoWriter.writeTruth(classes(), truth, stream));
    report(objects, outlined, simulating * 1e-9 / count);
    return 0;
  }

  private SimulationSettings chosen() throws IOException {
    SimulationSettings chosen =
        settings == null
            ? SimulationSettings.named(set)
            : SimulationSettings.read(settings.toString(), TextFile.read(settings));
    try {
      chosen = side == null ? chosen : chosen.withSide(side);
    } catch (IllegalArgumentException e) {
      throw new FormatException("simulate: --side: " + e.getMessage() + "; choose another", e);
    }
    return outline == null ? chosen : chosen.withOutline(OutlineRule.parse(outline));
  }

  private static Map<Integer, String> classes() {
    Map<Integer, String> classes = new TreeMap<>();
    for (GalaxyClass kind : GalaxyClass.values()) {
      classes.put(kind.label(), kind.title());
    }
    return classes;
  }

  private void report(int objects, int outlined, double seconds) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("scenes", count);
    result.put("objects", objects);
    result.put("galaxies_outlined", outlined);
    result.put("seconds_per_scene", seconds);
    result.put("folder", out.toString());
    if (json) {
      JsonOutput.print(result);
    } else {
      result.forEach((key, value) -> System.out.println(key + ": " + value));
    }
  }
}
