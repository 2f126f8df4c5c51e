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
      "(TAN, TAN-SIP) have ra and dec.",
      "",
      "Examples: tucana detect field.fits --out found",
      "          tucana detect 'field.fits[SCI]' 'cube.fits.gz[planes=4,3,2]' --out found",
      "          tucana detect --bands i.fits,r.fits,g.fits --name sdss --out found"
    })
final class DetectCommand implements Callable<Integer> {
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
              + " trained, display pictures as they are).")
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

  @Option(names = "--json", description = "Print a summary of each picture as JSON.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  DetectCommand() {}

  @Override
  public Integer call() throws IOException {
    Map<Path, PictureInput> inputs = inputs();
    Optional<Stretch> asked = Optional.ofNullable(stretch).map(Stretch::parse);
    List<Map<String, Object>> summaries = new ArrayList<>();
    int refused = 0;
    try (Backend opened = backend.open();
        DetectorModel read = model.read(opened);
        Detector detector = turns ? read.turningDetector() : read.detector()) {
      ModelInput form = OpenedDetector.input(read, asked);
      for (Map.Entry<Path, PictureInput> entry : inputs.entrySet()) {
        try {
          PictureInput input = entry.getValue();
          LoadedPicture loaded = input.load();
          Picture picture = form.of(input.source(), loaded);
          SkyPlacement placement = SkyPlacement.of(input.source(), loaded.header());
          summaries.add(detect(detector, input, picture, placement, entry.getKey()));
        } catch (TucanaException e) {
          Console.error(Main.oneLine(e.getMessage()));
          refused++;
        }
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
    if (name != null && (all.size() > 1 || !name.matches("[^/\\\\]+") || name.matches("\\.+"))) {
      throw new FormatException(
          "detect: --name " + name + " is no name for one folder; give it with one picture");
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

  private Map<String, Object> detect(
      Detector detector, PictureInput input, Picture picture, SkyPlacement placement, Path folder)
      throws IOException {
    long start = System.nanoTime();
    List<Detection> found;
    try (Progress progress = Console.progress(input.stem(), detector.tiles(picture))) {
      found = detector.detect(picture, progress);
    }
    Files.createDirectories(folder);
    DetectionFiles.write(folder, picture, found, placement);
    if (softMasks) {
      DetectionFiles.writeSoftMasks(folder, found, placement.cards());
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
