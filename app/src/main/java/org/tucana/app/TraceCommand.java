package org.tucana.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tucana.app.trace.TracePages;
import org.tucana.app.trace.TraceSubject;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.stretch.Stretch;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.io.OutputFolders;
import org.tucana.core.type.FormatException;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.maskrcnn.EagerNetworks;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.tiling.Tile;
import org.tucana.nn.data.Picture;
import org.tucana.nn.report.Fonts;
import org.tucana.nn.train.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a detector comes to its detections, stage by stage. */
@Command(
    name = "trace",
    description = "Shows every stage of the detector on one picture: pictures, numbers, a page.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Writes DIR/index.html, DIR/trace.json and a folder for each stage with PNG pictures,",
      "numbers.npz and numbers.json. Of a picture larger than the model's tile, one tile is",
      "traced.",
      "",
      "Example: tucana trace field.png --out trace"
    })
final class TraceCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 100;
  private static final Pattern PIXEL = Pattern.compile("(\\d{1,9}),(\\d{1,9})");

  @Parameters(paramLabel = "IMAGE", description = "A picture: JPEG, PNG or FITS.")
  private String image;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(
      names = "--at",
      paramLabel = "X,Y",
      description =
          "The pixel (column, row, from 0) that the traced tile of a larger picture lies around"
              + " (default: its centre).")
  private String at;

  @Option(
      names = "--top",
      defaultValue = "4",
      description = "Detections shown one by one, the surest (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--stretch",
      description =
          "How physical values become brightness, as in detect (default: sky for FITS, none for"
              + " display pictures).")
  private String stretch;

  @Option(names = "--json", description = "Print the summary in trace.json.")
  private boolean json;

  @Mixin private ModelOption model;
  @Mixin private BackendMixin backend;

  TraceCommand() {}

  @Override
  public Integer call() throws IOException {
    Stopwatch watch = new Stopwatch();
    Fonts.require("trace");
    OutputFolder.check("trace", "--out", out);
    if (top < 1 || top > MOST_SHOWN) {
      throw new FormatException("trace: --top must lie in 1.." + MOST_SHOWN + ", got " + top);
    }
    Optional<Stretch> chosen = Optional.ofNullable(stretch).map(Stretch::parse);
    PictureInput input = PictureInput.of(image);
    LoadedPicture loaded = input.load();
    try (Backend opened = backend.open();
        DetectorModel read = model.read(opened)) {
      MaskRcnn network = read.network();
      Picture whole = OpenedDetector.input(read, chosen).of(input.source(), loaded);
      Tile tile = tile(read, new PictureSize(whole.height(), whole.width()));
      Map<String, Object> summary = trace(opened, network, tile, tile.cut(whole));
      if (json) {
        JsonOutput.print(summary);
      }
    }
    Console.say(
        "%s: traced in %.1f s, open %s"
            .formatted(image, watch.seconds(), out.resolve(TracePages.INDEX)));
    return 0;
  }

  private Tile tile(DetectorModel read, PictureSize whole) {
    int x = whole.width() / 2;
    int y = whole.height() / 2;
    if (at != null) {
      Matcher pixel = PIXEL.matcher(at);
      if (!pixel.matches()) {
        throw new FormatException(
            "trace: --at takes a column and a row, got '" + at + "'; write --at 300,200");
      }
      x = Integer.parseInt(pixel.group(1));
      y = Integer.parseInt(pixel.group(2));
      if (x >= whole.width() || y >= whole.height()) {
        throw new FormatException(
            "trace: --at %s lies outside of %s, which has %d columns and %d rows; name a pixel within"
                .formatted(at, image, whole.width(), whole.height()));
      }
    }
    return read.tiling().around(whole, x, y);
  }

  private Map<String, Object> trace(Backend opened, MaskRcnn network, Tile tile, Picture picture)
      throws IOException {
    String name = PictureInput.of(image).stem();
    String origin = origin(name, tile);
    Console.say(origin);
    try (EagerSession session = new EagerSession(opened);
        Scope _ = session.scope()) {
      TraceSubject subject =
          new TraceSubject(
              network.config(),
              picture,
              network.detect(session, List.of(picture), new EagerNetworks(network)),
              top);
      OutputFolders.make(out);
      TracePages pages = new TracePages(out);
      Map<String, Object> summary = summary(subject, tile);
      try (Progress progress = Console.progress("stages", TracePages.folders().size())) {
        pages.write(subject, name, origin, progress);
      }
      pages.writeJson(out.resolve("trace.json"), summary);
      return summary;
    }
  }

  private static boolean isWhole(Tile tile) {
    return tile.height() == tile.picture().height() && tile.width() == tile.picture().width();
  }

  private static String origin(String name, Tile tile) {
    String size = tile.picture().width() + " x " + tile.picture().height();
    return isWhole(tile)
        ? name + " is " + size + " pixels and is traced whole."
        : "%s is %s pixels, larger than the model's tile: traced is the part of %d x %d pixels from column %d, row %d on; --at X,Y chooses another."
            .formatted(name, size, tile.width(), tile.height(), tile.left(), tile.top());
  }

  private Map<String, Object> summary(TraceSubject subject, Tile tile) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("left", tile.left());
    part.put("top", tile.top());
    part.put("width", tile.width());
    part.put("height", tile.height());
    part.put("whole", isWhole(tile));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("image", image);
    summary.put("model", model.file().toString());
    summary.put("tile", part);
    summary.put("page", out.resolve(TracePages.INDEX).toString());
    summary.put("stages", new ArrayList<>(TracePages.folders()));
    summary.put("detections", TracePages.detections(subject, tile.left(), tile.top()));
    return summary;
  }
}
