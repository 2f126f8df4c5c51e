package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.rpn.RpnHead;
import org.tucana.detection.rpn.RpnPrediction;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.report.ColourMap;
import org.tucana.nn.report.HeatMap;
import org.tucana.nn.report.PictureImage;

/** How likely an object is at each anchor. */
final class ObjectnessPage implements StagePage {
  private static final double OPACITY = 0.5;
  private static final float LIKELY = 0.5f;

  ObjectnessPage() {}

  @Override
  public String title() {
    return "Objectness";
  }

  @Override
  public String slug() {
    return "objectness";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    HostTensor logits = subject.trace().rpn().objectness().read();
    HostTensor deltas = subject.trace().rpn().deltas().read();
    List<List<String>> rows = new ArrayList<>();
    List<StageBlock.Figure> figures = new ArrayList<>();
    BufferedImage picture = PictureImage.of(subject.seen());
    int perCell = subject.config().anchors().anchorsPerCell();
    for (int level = 0; level < subject.levels(); level++) {
      String name = TraceSubject.level(level);
      float[] cells = likeliest(subject, logits.toFloats(), level);
      double most = 0;
      for (float p : cells) {
        most = Math.max(most, p);
      }
      rows.add(
          List.of(
              name,
              Integer.toString(cells.length * perCell),
              Integer.toString(likely(subject, logits.toFloats(), level)),
              Text.three(most)));
      figures.add(
          new StageBlock.Figure(
              name,
              name + ": the likeliest anchor of each cell, over the picture.",
              drawn(subject, picture, cells, level)));
    }
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                A small network, the region proposal network, slides over every level with the same
                weights. For each of a cell's %d anchors it says two things: one number, how likely
                an object lies there (the objectness), and four numbers, how the anchor should move
                and stretch to fit it. It knows no classes yet. In the pictures a colour fills its
                cell, whose anchors lie around its upper left corner.
                """,
                perCell))
        .formula(
            """
            hidden = relu(conv3x3(Pk))
            z = conv1x1(hidden): %d numbers a cell      p = σ(z) = 1 / (1 + e^−z)
            δ = conv1x1(hidden): %d numbers a cell
            """
                .formatted(perCell, 4 * perCell))
        .table(List.of("level", "anchors", "with p > 0.5", "largest p"), rows)
        .figures(figures)
        .computedBy(RpnHead.class, RpnPrediction.class)
        .tensor("objectness_logits", logits)
        .tensor("deltas", deltas);
  }

  /** The largest probability among each cell's anchors. */
  private static float[] likeliest(TraceSubject subject, float[] logits, int level) {
    int perCell = subject.config().anchors().anchorsPerCell();
    float[] cells = new float[subject.trace().anchors().get(level).size() / perCell];
    for (int i = 0; i < cells.length * perCell; i++) {
      double p = sigmoid(logits[subject.firstAnchor(level) + i]);
      cells[i / perCell] = (float) Math.max(cells[i / perCell], p);
    }
    return cells;
  }

  private static int likely(TraceSubject subject, float[] logits, int level) {
    int count = 0;
    int first = subject.firstAnchor(level);
    for (int i = 0; i < subject.trace().anchors().get(level).size(); i++) {
      count += sigmoid(logits[first + i]) > LIKELY ? 1 : 0;
    }
    return count;
  }

  private static double sigmoid(float z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static BufferedImage drawn(
      TraceSubject subject, BufferedImage picture, float[] cells, int level) {
    PictureSize grid = subject.trace().pyramid().grids().get(level);
    HeatMap map = new HeatMap(cells, grid.height(), grid.width(), 0, 1, ColourMap.SEQUENTIAL);
    int stride = subject.stride(level);
    return map.withBar(Sketch.of(picture).layer(map.image(1), stride, stride, OPACITY).image());
  }
}
