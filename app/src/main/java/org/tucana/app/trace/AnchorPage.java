package org.tucana.app.trace;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tucana.detection.box.AnchorGenerator;
import org.tucana.detection.config.AnchorConfig;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.report.PictureImage;

/** The reference boxes of each level. */
final class AnchorPage implements StagePage {
  /** Grid points nearer to each other than this many pixels of the drawing are left out. */
  private static final double LEAST_SPACE = 6;

  AnchorPage() {}

  @Override
  public String title() {
    return "Anchors";
  }

  @Override
  public String slug() {
    return "anchors";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    AnchorConfig config = subject.config().anchors();
    int perCell = config.anchorsPerCell();
    int all = subject.trace().anchors().stream().mapToInt(Boxes::size).sum();
    List<List<String>> rows = new ArrayList<>();
    List<StageBlock.Figure> figures = new ArrayList<>();
    BufferedImage picture = PictureImage.of(subject.seen());
    for (int level = 0; level < subject.levels(); level++) {
      String name = TraceSubject.level(level);
      Boxes anchors = subject.trace().anchors().get(level);
      rows.add(
          List.of(
              name,
              subject.stride(level) + " pixels",
              config.anchorSizes().get(level).toString(),
              config.aspectRatios().get(level).toString(),
              Integer.toString(anchors.size() / perCell),
              Integer.toString(anchors.size())));
      figures.add(
          new StageBlock.Figure(
              name,
              name + ": the points anchors lie around, and all anchors of one point.",
              drawn(subject, picture, level)));
      report.tensor("anchors_" + name, TraceSubject.tensor(anchors));
    }
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                The detector does not search for boxes, it corrects boxes that are always there:
                the anchors. Every cell of every level has %d of them, of one area and several
                aspect ratios, around the cell's upper left corner. Coarse levels have large
                anchors, so that each object has some anchor of about its size: %d in all. They
                depend on the picture's size alone, not on what it shows.
                """,
                perCell,
                all))
        .formula(
            """
            size a, ratio r = height / width:    width = a / √r,  height = a · √r
            cell (row i, column j) of stride s:  x1, x2 = j·s ∓ round(width / 2)
                                                 y1, y2 = i·s ∓ round(height / 2)
            """)
        .table(List.of("level", "stride", "sizes (pixels)", "ratios", "cells", "anchors"), rows)
        .figures(figures)
        .computedBy(AnchorGenerator.class, AnchorConfig.class)
        .number("anchors", all);
  }

  private static BufferedImage drawn(TraceSubject subject, BufferedImage picture, int level) {
    Sketch sketch = Sketch.of(picture);
    PictureSize grid = subject.trace().pyramid().grids().get(level);
    int stride = subject.stride(level);
    int step = Math.max(1, (int) Math.ceil(LEAST_SPACE / (stride * sketch.scale())));
    Color points = Palette.faint(Color.WHITE, 0.7);
    for (int i = 0; i < grid.height(); i += step) {
      for (int j = 0; j < grid.width(); j += step) {
        sketch.dot(j * stride, i * stride, points, 1);
      }
    }
    int perCell = subject.config().anchors().anchorsPerCell();
    int row = subject.size().height() / 2 / stride;
    int column = subject.size().width() / 2 / stride;
    int first = (row * grid.width() + column) * perCell;
    Boxes anchors = subject.trace().anchors().get(level);
    for (int a = 0; a < perCell; a++) {
      sketch.box(anchors.get(first + a), Palette.of(a), 2);
    }
    return sketch.dot(column * stride, row * stride, Palette.BEFORE, 3).image();
  }
}
