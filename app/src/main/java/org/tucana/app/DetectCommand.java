package org.tucana.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.astro.stretch.Stretch;
import org.tucana.astro.threshold.Source;
import org.tucana.astro.threshold.ThresholdDetector;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.TucanaException;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.detector.Detector;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.nn.data.Picture;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds, classifies and outlines galaxies in pictures. */
@Command(
    name = "detect",
    description = "Finds, classifies and outlines galaxies in pictures (JPEG, PNG, FITS).",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Writes overlay.png, catalog.csv, detections.json (COCO results) and segmentation.fits to",
      "DIR/<name of the picture without its ending>/. Catalogues of FITS images with coordinates",
      "(TAN, TAN-SIP) have ra and dec. With --method threshold also photometry.csv.",
      "",
      "Examples: tucana detect field.fits --out found",
      "          tucana detect 'field.fits[SCI]' 'cube.fits.gz[planes=4,3,2]' --out found",
      "          tucana detect --bands i.fits,r.fits,g.fits --name sdss --out found"
    })
final class DetectCommand implements Callable<Integer> {
  /** How objects are found. */
  enum Method {
    NETWORK,
    THRESHOLD
  }

  /**
   * What was found in a picture.
   *
   * @param shown the picture to draw on
   * @param objects by falling score
   * @param photometry of the objects where it was measured
   */
  private record Found(Picture shown, List<Detection> objects, Optional<String> photometry) {}

  @FunctionalInterface
  private interface Finder {
    Found find(PictureInput input, LoadedPicture loaded);
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description =
          "Pictures of any size. [NAME] or [NUMBER] after a FITS file chooses an extension,"
              + " [planes=4,3,2] the planes of a cube, reddest first.")
  private List<String> images = List.of();

  @Option(
      names = "--bands",
      paramLabel = "RED,GREEN,BLUE",
      description = "One picture whose bands lie in several files, reddest first.")
  private String bands;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "For one picture: its folder's name, instead of that of the (first) file.")
  private String name;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(
      names = "--stretch",
      description =
          "How values become brightness: sky, zscale, linear:LOW,HIGH, asinh:LOW,HIGH,SOFTENING,"
              + " lupton:MINIMUM,STRETCH,Q or colour:SOFTENING,WHITE (default: FITS as the model was"
              + " trained, display pictures as they are); with --method threshold for overlay.png alone.")
  private String stretch;

  @Option(
      names = "--turns",
      description =
          "Classify each object in eight orientations of the picture; some eight times as slow.")
  private boolean turns;

  @Option(
      names = "--soft-masks",
      description = "Also write soft-masks.fits: how sure each pixel of each mask is.")
  private boolean softMasks;

  @Option(
      names = "--method",
      defaultValue = "network",
      description =
          "How objects are found: network, or threshold, which needs no model and knows no classes"
              + " (default: ${DEFAULT-VALUE}).")
  private Method method;

  @Option(names = "--json", description = "Print a summary of each picture as JSON.")
  private boolean json;

  @Mixin private ThresholdMethod threshold;
  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  DetectCommand() {}

  @Override
  public Integer call() throws IOException {
    Map<Path, PictureInput> inputs = inputs();
    Optional<Stretch> asked = Optional.ofNullable(stretch).map(Stretch::parse);
    return switch (method) {
      case NETWORK -> {
        threshold.requireUnused();
        try (Backend opened = backend.open();
            DetectorModel read = model.read(opened);
            Detector detector = turns ? read.turningDetector() : read.detector()) {
          ModelInput form = OpenedDetector.input(read, asked);
          yield detect(
              inputs,
              (input, loaded) ->
                  byNetwork(detector, input.stem(), form.of(input.source(), loaded)));
        }
      }
      case THRESHOLD -> {
        if (turns || softMasks) {
          throw new FormatException(
              "detect: --turns and --soft-masks are for networks; leave out --method threshold");
        }
        yield detect(inputs, (_, loaded) -> byThreshold(loaded, asked));
      }
    };
  }

  private int detect(Map<Path, PictureInput> inputs, Finder finder) throws IOException {
    List<Map<String, Object>> summaries = new ArrayList<>();
    int refused = 0;
    for (Map.Entry<Path, PictureInput> entry : inputs.entrySet()) {
      try {
        summaries.add(detect(finder, entry.getValue(), entry.getKey()));
      } catch (TucanaException e) {
        Console.error(Main.oneLine(e.getMessage()));
        refused++;
      }
    }
    if (json) {
      JsonOutput.print(summaries);
    }
    return refused == 0 ? 0 : Main.WRONG_INPUT;
  }

  /** The pictures by their folders; two in one would overwrite each other. */
  private Map<Path, PictureInput> inputs() {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new FormatException("detect: --out " + out + " is a file; name a folder");
    }
    List<PictureInput> all = new ArrayList<>(images.stream().map(PictureInput::of).toList());
    if (bands != null) {
      all.add(PictureInput.ofBands(bands));
    }
    if (all.isEmpty()) {
      throw new FormatException("detect: there is no picture; name a file, or several by --bands");
    }
    if (name != null && all.size() > 1) {
      throw new FormatException(
          "detect: --name " + name + " is for one picture, got " + all.size() + "; leave it out");
    }
    if (name != null && (!name.matches("[^/\\\\]+") || name.matches("\\.+"))) {
      throw new FormatException(
          "detect: --name " + name + " is no name of a folder; leave out slashes");
    }
    Map<Path, PictureInput> inputs = new LinkedHashMap<>();
    for (PictureInput input : all) {
      Path folder = out.resolve(name != null ? name : input.stem());
      if (inputs.put(folder, input) != null) {
        throw new FormatException(
            "detect: two pictures would be written to "
                + folder
                + "; rename one of them, or detect them one by one with --name");
      }
    }
    return inputs;
  }

  private static Found byNetwork(Detector detector, String title, Picture picture) {
    try (Progress progress = Console.progress(title, detector.tiles(picture))) {
      return new Found(picture, detector.detect(picture, progress), Optional.empty());
    }
  }

  private Found byThreshold(LoadedPicture loaded, Optional<Stretch> asked) {
    ThresholdDetector detector = threshold.detector(loaded);
    List<Source> sources = detector.sources(loaded.picture());
    Picture shown =
        loaded.display() && asked.isEmpty()
            ? loaded.picture()
            : asked.orElseGet(Stretch::standard).apply(detector.searched(loaded.picture()));
    return new Found(
        shown,
        ThresholdMethod.detections(sources),
        Optional.of(ThresholdMethod.photometry(sources)));
  }

  private Map<String, Object> detect(Finder finder, PictureInput input, Path folder)
      throws IOException {
    long start = System.nanoTime();
    LoadedPicture loaded = input.load();
    SkyPlacement placement = SkyPlacement.of(input.source(), loaded.header());
    Found result = finder.find(input, loaded);
    List<Detection> found = result.objects();
    Files.createDirectories(folder);
    DetectionFiles.write(folder, result.shown(), found, placement);
    if (softMasks) {
      DetectionFiles.writeSoftMasks(folder, found, placement.cards());
    }
    if (result.photometry().isPresent()) {
      TextFile.write(folder.resolve(ThresholdMethod.PHOTOMETRY), result.photometry().get());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Console.say(
        "%s: %d galaxies in %.1f s, see %s"
            .formatted(
                input.source(), found.size(), seconds, folder.resolve(DetectionFiles.OVERLAY)));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("image", input.source());
    summary.put("galaxies", found.size());
    summary.put("seconds", seconds);
    summary.put("folder", folder.toString());
    return summary;
  }
}
