package org.tucana.app.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.roi.BoxDetections;
import org.tucana.detection.roi.MaskHead;
import org.tucana.nn.report.HeatMap;

/** The mask head's logits. */
final class MaskPage implements StagePage {
  private static final int BIN_PIXELS = 10;

  MaskPage() {}

  @Override
  public String title() {
    return "Mask logits";
  }

  @Override
  public String slug() {
    return "mask-logits";
  }

  @Override
  public void describe(TraceSubject subject, StageReport report) {
    BoxDetections found = subject.detections();
    HostTensor logits = subject.trace().maskLogits().read();
    int labels = subject.config().labels();
    int side = MaskHead.MASK_SIDE;
    int bins = side * side;
    float[] own = new float[found.size() * bins];
    for (int d = 0; d < found.size(); d++) {
      int from = (d * labels + found.labels()[d]) * bins;
      System.arraycopy(logits.toFloats(), from, own, d * bins, bins);
    }
    report
        .words(
            String.format(
                Locale.ROOT,
                """
                Each detection's box is cut out of the pyramid again, now into %1$d x %1$d bins. Convolutions and one that doubles the resolution give a map of %2$d x %2$d
                numbers for every class; the detection's label says which map counts, so that
                classes need not compete for pixels. Above zero (red) a bin more likely belongs to
                the object than not.
                """,
                MaskHead.REGION_SIDE,
                side))
        .formula(
            String.format(
                Locale.ROOT,
                """
                h = region, %1$d x %1$d
                h = relu(conv3x3(h))                  %2$d times
                h = relu(transposed conv2x2(h))       %3$d x %3$d: each cell becomes four
                z = conv1x1(h)                        one map a class
                p = σ(z) = 1 / (1 + e^−z)
                """,
                MaskHead.REGION_SIDE,
                subject.config().mask().layers().size(),
                side))
        .computedBy(MaskHead.class)
        .tensor("mask_logits", logits)
        .tensor("mask_logits_of_labels", HostTensor.of(Shape.of(found.size(), side, side), own));
    if (found.size() == 0) {
      report.words(BoxPage.nothing(subject.config().box()));
      return;
    }
    List<StageBlock.Figure> figures = new ArrayList<>();
    for (int d = 0; d < subject.shown(); d++) {
      float[] one = Arrays.copyOfRange(own, d * bins, (d + 1) * bins);
      figures.add(
          new StageBlock.Figure(
              "logits-" + (d + 1),
              subject.name(d) + ": logits of its class.",
              HeatMap.aroundZero(one, side, side).imageWithBar(BIN_PIXELS)));
    }
    report.figures(figures);
  }
}
