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
import org.tucana.astro.io.Pictures;
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
      "DIR/<name of the picture without its ending>/; with --method threshold also photometry.csv.",
      "",
      "Example: tucana detect field.fits --out found"
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
    Found find(Path image, LoadedPicture loaded, Optional<Stretch> chosen);
  }

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Pictures of any size.")
  private List<Path> images;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(
      names = "--stretch",
      description =
          "How physical values become brightness: zscale, sky, linear:LOW,HIGH or"
              + " asinh:LOW,HIGH,SOFTENING (default: sky for FITS, none for display pictures); with"
              + " --method threshold for overlay.png alone.")
  private String stretch;

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
    Map<Path, Path> folders = folders();
    return switch (method) {
      case NETWORK -> {
        threshold.requireUnused();
        try (Backend opened = backend.open();
            DetectorModel read = model.read(opened);
            Detector detector = read.detector()) {
          int channels = read.network().config().transform().channels();
          yield detect(
              folders,
              (image, loaded, chosen) ->
                  byNetwork(
                      detector, image, ModelInput.of(image.toString(), loaded, chosen, channels)));
        }
      }
      case THRESHOLD -> detect(folders, (image, loaded, chosen) -> byThreshold(loaded, chosen));
    };
  }

  private int detect(Map<Path, Path> folders, Finder finder) throws IOException {
    Optional<Stretch> chosen = Optional.ofNullable(stretch).map(Stretch::parse);
    List<Map<String, Object>> summaries = new ArrayList<>();
    int refused = 0;
    for (Map.Entry<Path, Path> entry : folders.entrySet()) {
      try {
        summaries.add(detect(finder, entry.getKey(), entry.getValue(), chosen));
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

  /** Each picture's folder; two pictures of one name would overwrite each other. */
  private Map<Path, Path> folders() {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new FormatException("detect: --out " + out + " is a file; name a folder");
    }
    Map<Path, Path> folders = new LinkedHashMap<>();
    for (Path image : images) {
      if (image.getFileName() == null) {
        throw new FormatException("detect: " + image + " is no picture; name a file");
      }
      Path folder = out.resolve(stem(image.getFileName().toString()));
      if (folders.containsValue(folder)) {
        throw new FormatException(
            "detect: two pictures would be written to " + folder + "; rename one of them");
      }
      folders.put(image, folder);
    }
    return folders;
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Found byNetwork(Detector detector, Path image, Picture picture) {
    try (Progress progress =
        Console.progress(image.getFileName().toString(), detector.tiles(picture))) {
      return new Found(picture, detector.detect(picture, progress), Optional.empty());
    }
  }

  private Found byThreshold(LoadedPicture loaded, Optional<Stretch> chosen) {
    ThresholdDetector detector = threshold.detector(loaded);
    List<Source> sources = detector.sources(loaded.picture());
    Picture shown =
        loaded.display() && chosen.isEmpty()
            ? loaded.picture()
            : chosen.orElseGet(Stretch::standard).apply(detector.searched(loaded.picture()));
    return new Found(
        shown,
        ThresholdMethod.detections(sources),
        Optional.of(ThresholdMethod.photometry(sources)));
  }

  private Map<String, Object> detect(
      Finder finder, Path image, Path folder, Optional<Stretch> chosen) throws IOException {
    long start = System.nanoTime();
    LoadedPicture loaded = Pictures.load(image);
    Found result = finder.find(image, loaded, chosen);
    List<Detection> found = result.objects();
    Files.createDirectories(folder);
    DetectionFiles.write(folder, result.shown(), found, loaded.header().coordinates());
    if (result.photometry().isPresent()) {
      TextFile.write(folder.resolve(ThresholdMethod.PHOTOMETRY), result.photometry().get());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Console.say(
        "%s: %d galaxies in %.1f s, see %s"
            .formatted(image, found.size(), seconds, folder.resolve(DetectionFiles.OVERLAY)));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("image", image.toString());
    summary.put("galaxies", found.size());
    summary.put("seconds", seconds);
    summary.put("folder", folder.toString());
    return summary;
  }
}
