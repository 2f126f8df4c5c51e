package org.tucana.app.trace;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.box.BoxCoder;
import org.tucana.detection.box.Suppression;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.roi.BoxDetections;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.BoxSelection;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.nn.report.PictureImage;

/** Proposals before and after the box head's correction. */
final class BoxPage implements StagePage {
  private static final int DELTAS = 4;

  BoxPage() {}

  @Override
  public String title() {
    return "Boxes";
  }

  @Override
  public String slug() {
    return "boxes";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    BoxConfig config = subject.config().box();
    BoxDetections found = subject.detections();
    Boxes before = subject.proposals().boxes().select(found.regions());
    float[] deltas = deltas(subject, found);
    List<Float> weights = config.regressionWeights();
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                The box head also corrects each proposal: four numbers for each class, of which
                those of the label count. They are relative to the proposal, so that the same
                numbers mean the same correction at any size; centres move in parts of width and
                height, sides stretch by a factor. The network learns them multiplied by weights
                (%.0f for centres, %.0f for sides here), which brings them to about unit size. The
                corrected boxes are clipped to the picture and thinned once more: of %s that
                overlap by more than %.2f the surest remains.
                """,
                weights.get(0),
                weights.get(2),
                config.oneLabel() ? "boxes" : "boxes of one class",
                config.nmsThreshold()))
        .formula(
            """
            proposal: centre (xa, ya), sides wa, ha        box: centre (x, y), sides w, h
            learned:  tx = %1$.0f (x − xa) / wa    ty = %2$.0f (y − ya) / ha
                      tw = %3$.0f log(w / wa)      th = %4$.0f log(h / ha)
            applied:  x = xa + wa · tx / %1$.0f    y = ya + ha · ty / %2$.0f
                      w = wa · e^(tw / %3$.0f)     h = ha · e^(th / %4$.0f)
            """
                .formatted(weights.get(0), weights.get(1), weights.get(2), weights.get(3)))
        .computedBy(BoxHead.class, BoxCoder.class, BoxSelection.class, Suppression.class)
        .tensor("deltas", subject.trace().boxPrediction().deltas().read())
        .tensor("proposal_boxes", TraceSubject.tensor(before))
        .tensor("proposal_deltas", HostTensor.of(Shape.of(found.size(), DELTAS), deltas))
        .tensor("boxes", TraceSubject.tensor(found.boxes()))
        .tensor("labels", TraceSubject.vector(found.labels()))
        .tensor("scores", TraceSubject.vector(found.scores()))
        .tensor("proposals", TraceSubject.vector(found.regions()))
        .number("weights", weights)
        .number("detections", found.size());
    if (found.size() == 0) {
      report.words(nothing(config));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int d = 0; d < subject.shown(); d++) {
      List<String> row = new ArrayList<>(List.of(subject.name(d), Text.of(before.get(d))));
      for (int k = 0; k < DELTAS; k++) {
        row.add(String.format(Locale.ROOT, "%+.2f", deltas[DELTAS * d + k]));
      }
      row.add(Text.of(found.boxes().get(d)));
      rows.add(row);
    }
    report
        .figures(figures(subject, before))
        .table(
            List.of("detection", "proposal (x1, y1, x2, y2)", "tx", "ty", "tw", "th", "box"), rows);
  }

  static String nothing(BoxConfig config) {
    return String.format(
        Locale.ROOT,
        "Nothing in this picture scores above %.2f, so there is no detection to show.",
        config.scoreThreshold());
  }

  /** The four numbers of each detection's label. */
  private static float[] deltas(TraceSubject subject, BoxDetections found) {
    float[] all = subject.trace().boxPrediction().deltas().toFloats();
    int perRegion = DELTAS * subject.config().labels();
    float[] own = new float[DELTAS * found.size()];
    for (int d = 0; d < found.size(); d++) {
      int from = found.regions()[d] * perRegion + DELTAS * found.labels()[d];
      System.arraycopy(all, from, own, DELTAS * d, DELTAS);
    }
    return own;
  }

  private static List<StageBlock.Figure> figures(TraceSubject subject, Boxes before) {
    BufferedImage picture = PictureImage.of(subject.seen());
    Boxes after = subject.detections().boxes();
    Sketch all = Sketch.of(picture);
    List<StageBlock.Figure> figures = new ArrayList<>();
    for (int d = 0; d < subject.shown(); d++) {
      Box from = before.get(d);
      Box to = after.get(d);
      draw(all, from, to);
      Box both =
          new Box(
              Math.min(from.x1(), to.x1()),
              Math.min(from.y1(), to.y1()),
              Math.max(from.x2(), to.x2()),
              Math.max(from.y2(), to.y2()));
      double margin = 0.2 * Math.max(both.width(), both.height());
      Sketch close = Sketch.near(picture, both, margin, Sketch.SIDE / 2);
      draw(close, from, to);
      figures.add(
          new StageBlock.Figure("box-" + (d + 1), subject.name(d) + ", enlarged.", close.image()));
    }
    for (int d = 0; d < subject.shown(); d++) {
      all.label(after.get(d).x1(), after.get(d).y1(), subject.name(d), Palette.AFTER);
    }
    figures.addFirst(
        new StageBlock.Figure(
            "boxes",
            "Proposals (dashed) and the boxes they become (solid); arrows lead from corner to"
                + " corner.",
            all.image()));
    return figures;
  }

  private static void draw(Sketch sketch, Box from, Box to) {
    sketch
        .dashedBox(from, Palette.BEFORE, 1.5)
        .box(to, Palette.AFTER, 2)
        .arrow(from.x1(), from.y1(), to.x1(), to.y1(), Palette.AFTER)
        .arrow(from.x2(), from.y1(), to.x2(), to.y1(), Palette.AFTER)
        .arrow(from.x1(), from.y2(), to.x1(), to.y2(), Palette.AFTER)
        .arrow(from.x2(), from.y2(), to.x2(), to.y2(), Palette.AFTER);
  }
}
