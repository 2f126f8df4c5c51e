package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.tucana.app.batch.FileDigest;
import org.tucana.app.batch.FolderLock;
import org.tucana.astro.stretch.Stretch;
import org.tucana.core.Backend;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorMemory;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.detector.DetectorTeam;
import org.tucana.nn.model.ModelFile;
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
      "Of a folder, all pictures in it are done, not those of folders in it; broken ones are listed in",
      "DIR/failed.csv. A run that was stopped goes on where it is started again.",
      "",
      "Examples: tucana detect field.fits --out found",
      "          tucana detect pictures --out found",
      "          tucana detect 'field.fits[SCI]' 'cube.fits.gz[planes=4,3,2]' --out found",
      "          tucana detect --bands i.fits,r.fits,g.fits --name sdss --out found"
    })
final class DetectCommand implements Callable<Integer> {
  /** Version of what is written: raised where the same settings would give other results. */
  private static final String RESULTS = "1";

  /** From so many pictures a thread on, threads work on pictures of their own. */
  private static final int LEAST_PICTURES = 2;

  /** How objects are found. */
  enum Method {
    NETWORK,
    THRESHOLD
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE",
      description =
          "Pictures of any size, and folders of them. [NAME] or [NUMBER] after a FITS file chooses an extension,"
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

  @Option(
      names = "--again",
      description = "Detect again what an earlier run with the same settings has done.")
  private boolean again;

  @Option(
      names = "--max-memory",
      paramLabel = "<amount>",
      description =
          "Memory that may be used at most, as 800m or 2g: fewer threads and pictures at a time, or a"
              + " picture refused, where it does not suffice (default: the heap).")
  private String maxMemory;

  @Option(names = "--json", description = "Print a summary of each picture as JSON.")
  private boolean json;

  @Mixin private ThresholdMethod threshold;
  @Mixin private ModelOption model;
  @Mixin private ProposalOption proposals;
  @Mixin private BackendMixin backend;

  DetectCommand() {}

  @Override
  public Integer call() throws IOException {
    DetectInputs inputs = DetectInputs.of(images, bands, name, out);
    Optional<Stretch> asked = Optional.ofNullable(stretch).map(Stretch::parse);
    OutputFolder.check("detect", "--out", out);
    try (FolderLock _ = FolderLock.take("detect", out)) {
      return switch (method) {
        case NETWORK -> {
          threshold.requireUnused();
          yield byNetwork(inputs, asked);
        }
        case THRESHOLD -> {
          if (turns || softMasks || proposals.number().isPresent()) {
            throw new FormatException(
                "detect: --turns, --soft-masks and --proposals are for networks; leave out --method"
                    + " threshold");
          }
          DetectMemory memory =
              DetectMemory.share(
                  maxMemory, DetectorMemory.NONE, backend.lanes(), inputs.pictures().size() > 1);
          Map<String, String> settings = new TreeMap<>(settings());
          settings.put("threshold", threshold.text());
          yield detect(inputs, new ThresholdSearch(threshold, asked, settings), memory);
        }
      };
    }
  }

  private int byNetwork(DetectInputs inputs, Optional<Stretch> asked) throws IOException {
    try (KernelWarmUp warmUp = KernelWarmUp.start(backend)) {
      boolean several = inputs.pictures().size() >= LEAST_PICTURES * backend.lanes();
      Path file = model.file();
      ModelFile stored = proposals.of("detect", file, ModelFile.read(file));
      DetectMemory memory =
          DetectMemory.share(
              maxMemory,
              DetectorMemory.of(file.toString(), stored),
              several ? backend.lanes() : 1,
              several);
      try (Backend opened = memory.team().detectors() > 1 ? backend.open(1) : backend.open();
          DetectorModel read = DetectorModel.of(file.toString(), stored, opened)) {
        Map<String, String> settings = new TreeMap<>(settings());
        settings.put("backend", backend.name());
        settings.put("model", FileDigest.of(file).sha256());
        settings.put("turns", Boolean.toString(turns));
        settings.put("soft_masks", Boolean.toString(softMasks));
        proposals
            .number()
            .ifPresent(number -> settings.put(ProposalOption.NAME, Integer.toString(number)));
        try (DetectorTeam team = read.team(memory.team(), turns)) {
          warmUp.stop();
          return detect(
              inputs, new NetworkSearch(team, OpenedDetector.input(read, asked), settings), memory);
        }
      }
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "results",
        RESULTS,
        "method",
        method.name().toLowerCase(Locale.ROOT),
        "stretch",
        stretch == null ? "of the model" : stretch);
  }

  private int detect(DetectInputs inputs, PictureSearch search, DetectMemory memory)
      throws IOException {
    DetectReport report = new DetectReport(inputs);
    new DetectRun(search, memory, softMasks, again).run(inputs, report);
    report.finish(out);
    if (json) {
      JsonOutput.print(report.summaries());
    }
    return report.status();
  }
}
