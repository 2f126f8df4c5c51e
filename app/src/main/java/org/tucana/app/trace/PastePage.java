package org.tucana.app.trace;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.maskrcnn.PictureDetections;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.roi.MaskPaste;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.Outline;
import org.tucana.nn.report.ColourMap;
import org.tucana.nn.report.HeatMap;
import org.tucana.nn.report.PictureImage;

/** Masks on the picture: the result. */
final class PastePage implements StagePage {
  /** The picture that shows everything found. */
  static final String FOUND = "found";

  private static final double OPACITY = 0.6;

  /** Pixels along the drawing of one mask. */
  private static final int SIDE = 320;

  PastePage() {}

  @Override
  public String title() {
    return "Masks";
  }

  @Override
  public String slug() {
    return "masks";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    int side = MaskHead.MASK_SIDE;
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                Last, boxes go back to the pixels of the picture that was given, and each mask's
                probabilities are spread over its box: for every pixel the mask is interpolated
                between its four nearest bins. A border of zeros around mask and box lets a mask
                end softly at its box. Pixels of at least %.1f belong to the object.
                """,
                MaskCrop.THRESHOLD))
        .formula(
            String.format(
                Locale.ROOT,
                """
                box enlarged by %2$d / %1$d about its centre, to whole pixels: first column x0, n columns
                pixel x reads the mask with its border at u = (x − x0 + ½) · %2$d / n − ½, y alike
                M(x, y) = bilinear(p, u, v)          object where M ≥ %3$.1f
                """,
                side,
                side + 2,
                MaskCrop.THRESHOLD))
        .computedBy(MaskPaste.class, MaskCrop.class)
        .figures(figures(subject))
        .tensor("boxes", TraceSubject.tensor(subject.results().boxes()))
        .tensor("labels", TraceSubject.vector(subject.results().labels()))
        .tensor("scores", TraceSubject.vector(subject.results().scores()))
        .tensor("masks_shown", masks(subject))
        .number("detections", detections(subject, 0, 0));
    if (subject.detections().size() == 0) {
      report.words(BoxPage.nothing(subject.config().box()));
    }
  }

  /**
   * Class, score, box and number of pixels of each detection.
   *
   * @param left column of a larger picture where the subject's picture begins
   * @param top row where it begins
   */
  static List<Map<String, Object>> detections(TraceSubject subject, int left, int top) {
    PictureDetections found = subject.results();
    List<Map<String, Object>> list = new ArrayList<>();
    for (int d = 0; d < found.size(); d++) {
      Box box = found.boxes().get(d);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("class", subject.className(found.labels()[d]));
      one.put("score", found.scores()[d]);
      one.put("box", List.of(box.x1() + left, box.y1() + top, box.x2() + left, box.y2() + top));
      one.put("area", found.masks().get(d).area());
      list.add(one);
    }
    return list;
  }

  private static HostTensor masks(TraceSubject subject) {
    int area = subject.picture().height() * subject.picture().width();
    float[] values = new float[Math.multiplyExact(subject.shown(), area)];
    for (int d = 0; d < subject.shown(); d++) {
      float[] one = subject.results().masks().get(d).toPicture();
      System.arraycopy(one, 0, values, d * area, area);
    }
    return HostTensor.of(
        Shape.of(subject.shown(), subject.picture().height(), subject.picture().width()), values);
  }

  private static List<StageBlock.Figure> figures(TraceSubject subject) {
    BufferedImage picture = PictureImage.of(subject.picture());
    List<StageBlock.Figure> figures = new ArrayList<>();
    Sketch all = Sketch.of(picture);
    PictureDetections found = subject.results();
    for (int d = 0; d < found.size(); d++) {
      outline(all, found.masks().get(d), Palette.of(d));
    }
    for (int d = 0; d < subject.shown(); d++) {
      Box box = found.boxes().get(d);
      all.label(box.x1(), box.y1(), subject.name(d), Palette.of(d));
    }
    figures.add(
        new StageBlock.Figure(
            FOUND,
            String.format(
                Locale.ROOT, "All %d detections, outlined; the surest are named.", found.size()),
            all.image()));
    for (int d = 0; d < subject.shown(); d++) {
      figures.add(
          new StageBlock.Figure(
              "mask-" + (d + 1),
              subject.name(d)
                  + ": probability of each pixel, enlarged; the red outline is where it passes one half.",
              probability(picture, found, d)));
    }
    return figures;
  }

  private static void outline(Sketch sketch, MaskCrop mask, Color colour) {
    for (Outline outline : Outline.of(mask.toRunLength().toMask())) {
      sketch.outline(outline, colour, 2);
    }
  }

  private static BufferedImage probability(BufferedImage picture, PictureDetections found, int d) {
    MaskCrop mask = found.masks().get(d);
    HeatMap map =
        new HeatMap(
            mask.toPicture(),
            mask.picture().height(),
            mask.picture().width(),
            0,
            1,
            ColourMap.SEQUENTIAL);
    Box box = found.boxes().get(d);
    double margin = 0.3 * Math.max(box.width(), box.height());
    Sketch sketch = Sketch.near(picture, box, margin, SIDE).layer(map.image(1), 1, 1, OPACITY);
    outline(sketch, mask, Color.RED);
    return map.withBar(sketch.image());
  }
}
