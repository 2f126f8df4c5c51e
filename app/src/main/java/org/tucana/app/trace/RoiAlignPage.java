package org.tucana.app.trace;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.kernel.SampleGrid;
import org.tucana.core.op.RoiAlign;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.roi.RoiPooling;
import org.tucana.detection.structure.Box;
import org.tucana.nn.report.ColourMap;
import org.tucana.nn.report.FeatureMaps;
import org.tucana.nn.report.HeatMap;
import org.tucana.nn.report.PictureImage;

/** Proposals of any size become regions of one size. */
final class RoiAlignPage implements StagePage {
  /** Cells of the feature map around the box that are drawn too. */
  private static final double MARGIN = 2;

  private static final int BIN_PIXELS = 40;

  /** Pixels along a drawing: three of them stand side by side. */
  private static final int SIDE = 320;

  private final RoiPooling pooling = new RoiPooling(BoxHead.REGION_SIDE);

  RoiAlignPage() {}

  @Override
  public String title() {
    return "RoIAlign";
  }

  @Override
  public String slug() {
    return "roialign";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    RoiAlignGeometry geometry = pooling.geometry();
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                The heads that follow need regions of one size: %1$d x %1$d bins for class and box,
                %2$d x %2$d for the mask, cut in the same way. First each box chooses a level by
                its area, so that large and small objects cover about as many cells. Then the box,
                in cells of that level and not rounded, is divided into bins. Each bin is the mean
                of %3$d x %3$d points in it, and each point is interpolated between the four cells
                around it. Nothing is rounded on the way, which is what sets RoIAlign apart from
                older pooling and keeps masks sharp.
                """,
                BoxHead.REGION_SIDE,
                MaskHead.REGION_SIDE,
                geometry.samplingRatio()))
        .formula(
            String.format(
                Locale.ROOT,
                """
                level k = floor(%d + log2(√(w·h) / %.0f)), at least 2, at most 5
                point (u, v), u = column + a, v = row + b with a, b in [0, 1):
                f(u, v) = (1−b)(1−a) · f[row, column]     + (1−b) a · f[row, column + 1]
                        +    b (1−a) · f[row + 1, column] +    b  a · f[row + 1, column + 1]
                """,
                geometry.canonicalLevel(),
                geometry.canonicalSize()))
        .computedBy(RoiPooling.class, RoiAlign.class, RoiAlignGeometry.class, SampleGrid.class)
        .tensor("box_regions", subject.trace().boxRegions().read());
    List<TraceSubject.Example> examples = subject.examples();
    if (examples.isEmpty()) {
      report.words("There is no proposal to follow.");
      return;
    }
    report.words(
        """
        The table follows the proposals behind the detections. Where the formula gives less than 2,
        as it does for small boxes, P2 is taken.
        """);
    report.table(
        List.of("proposal of", "w", "h", "√(w·h)", "4 + log2(…)", "floor", "level", "one cell"),
        examples.stream().map(example -> row(subject, example)).toList());
    List<Map<String, Object>> regions = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      TraceSubject.Example example = examples.get(i);
      report.figures(figures(subject, example, i + 1));
      regions.add(numbers(subject, example));
    }
    report.number("regions", regions);
    new WorkedBin(subject, grid(subject, examples.getFirst()), examples.getFirst()).addTo(report);
  }

  private Box box(TraceSubject subject, TraceSubject.Example example) {
    return subject.proposals().boxes().get(example.region());
  }

  private SampleGrid grid(TraceSubject subject, TraceSubject.Example example) {
    return pooling.grid(subject.trace().pyramid(), box(subject, example));
  }

  private List<String> row(TraceSubject subject, TraceSubject.Example example) {
    RoiAlignGeometry geometry = pooling.geometry();
    Box box = box(subject, example);
    double side = Math.sqrt((double) box.width() * box.height());
    double exact =
        geometry.canonicalLevel() + Math.log(side / geometry.canonicalSize()) / Math.log(2);
    SampleGrid grid = grid(subject, example);
    return List.of(
        example.name(),
        String.format(Locale.ROOT, "%.1f", box.width()),
        String.format(Locale.ROOT, "%.1f", box.height()),
        String.format(Locale.ROOT, "%.1f", side),
        Text.two(exact),
        String.format(Locale.ROOT, "%.0f", Math.floor(exact)),
        TraceSubject.level(grid.level()),
        String.format(Locale.ROOT, "%.0f pixels", 1 / geometry.scales().get(grid.level())));
  }

  private Map<String, Object> numbers(TraceSubject subject, TraceSubject.Example example) {
    SampleGrid grid = grid(subject, example);
    Map<String, Object> numbers = new LinkedHashMap<>();
    Box box = box(subject, example);
    numbers.put("name", example.name());
    numbers.put("proposal", example.region());
    numbers.put("box", List.of(box.x1(), box.y1(), box.x2(), box.y2()));
    numbers.put("level", TraceSubject.level(grid.level()));
    numbers.put("sample_columns", positions(grid.x(), BoxHead.REGION_SIDE));
    numbers.put("sample_rows", positions(grid.y(), BoxHead.REGION_SIDE));
    return numbers;
  }

  /** Coordinates of all samples along one side, in cells. */
  private static List<Double> positions(SampleGrid.Bins bins, int count) {
    List<Double> positions = new ArrayList<>();
    for (int bin = 0; bin < count; bin++) {
      for (int sample = 0; sample < bins.samples(); sample++) {
        positions.add(bins.at(bin, sample));
      }
    }
    return positions;
  }

  private List<StageBlock.Figure> figures(
      TraceSubject subject, TraceSubject.Example example, int number) {
    Box box = box(subject, example);
    SampleGrid grid = grid(subject, example);
    double margin = MARGIN / pooling.geometry().scales().get(grid.level());
    BufferedImage onPicture =
        Sketch.near(PictureImage.of(subject.seen()), box, margin, SIDE)
            .box(box, Palette.BEFORE, 2)
            .image();
    HostTensor region =
        subject.trace().boxRegions().slice(0, example.region(), example.region() + 1).read();
    FeatureMaps maps = FeatureMaps.of(region);
    HeatMap level = levelMean(subject, grid);
    HeatMap pooled =
        new HeatMap(
            maps.mean(),
            maps.rows(),
            maps.columns(),
            level.low(),
            level.high(),
            ColourMap.SEQUENTIAL);
    return List.of(
        new StageBlock.Figure(
            "proposal-" + number,
            "The proposal of " + example.name() + " on the picture.",
            onPicture),
        new StageBlock.Figure(
            "samples-" + number,
            String.format(
                Locale.ROOT,
                "The mean of %s around it: bins (lines) and the points that are read (dots).",
                TraceSubject.level(grid.level())),
            samples(level, grid)),
        new StageBlock.Figure(
            "region-" + number,
            String.format(
                Locale.ROOT,
                "The region that comes out, %d x %d bins: mean over its channels, in the same colours.",
                maps.columns(),
                maps.rows()),
            pooled.imageWithBar(BIN_PIXELS)));
  }

  private static HeatMap levelMean(TraceSubject subject, SampleGrid grid) {
    FeatureMaps maps = FeatureMaps.of(subject.trace().pyramid().levels().get(grid.level()).read());
    return HeatMap.spanning(maps.mean(), maps.rows(), maps.columns());
  }

  /** Cell i is drawn over [i, i + 1), and its value lies in its middle: at coordinate i. */
  private static BufferedImage samples(HeatMap map, SampleGrid grid) {
    int bins = BoxHead.REGION_SIDE;
    double left = grid.x().start() + 0.5;
    double top = grid.y().start() + 0.5;
    double right = left + bins * grid.x().size();
    double bottom = top + bins * grid.y().size();
    Box box = new Box((float) left, (float) top, (float) right, (float) bottom);
    Sketch sketch = Sketch.near(map.image(1), box, MARGIN, SIDE);
    Color lines = Palette.faint(Color.WHITE, 0.8);
    for (int i = 0; i <= bins; i++) {
      double x = left + i * grid.x().size();
      double y = top + i * grid.y().size();
      sketch.line(x, top, x, bottom, lines, 1).line(left, y, right, y, lines, 1);
    }
    sketch.box(box, Palette.BEFORE, 2);
    for (int i = 0; i < bins; i++) {
      for (int j = 0; j < bins; j++) {
        for (int a = 0; a < grid.y().samples(); a++) {
          for (int b = 0; b < grid.x().samples(); b++) {
            sketch.dot(grid.x().at(j, b) + 0.5, grid.y().at(i, a) + 0.5, Color.RED, 2);
          }
        }
      }
    }
    return map.withBar(sketch.image());
  }
}
