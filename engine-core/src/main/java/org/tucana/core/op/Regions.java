package org.tucana.core.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.RoiAlignGeometry;

/** Boxes (x1, y1, x2, y2 in pixels) and the regions they cut out of feature maps. */
public final class Regions {
  private Regions() {}

  /** Samples boxes [R,4] of the given pictures (INT32 [R]) from a pyramid of feature maps. */
  public static Tensor roiAlign(
      List<Tensor> levels, Tensor boxes, Tensor pictures, RoiAlignGeometry geometry) {
    List<Tensor> in = new ArrayList<>(levels);
    in.add(boxes);
    in.add(pictures);
    return boxes.session().run(new RoiAlign(geometry), in).getFirst();
  }

  /** Intersection over union of each box of a [A,4] with each of b [B,4]. */
  public static Tensor boxIou(Tensor a, Tensor b) {
    return a.session().one(new BoxIou(), a, b);
  }

  /**
   * Positions, by falling score, of the boxes that overlap no better one of their group by more
   * than the threshold.
   *
   * @param most how many are wanted
   */
  public static int[] nonMaximumSuppression(
      Tensor boxes, Tensor scores, Tensor groups, double threshold, int most) {
    List<Tensor> out =
        boxes
            .session()
            .run(new NonMaximumSuppression(threshold, most), List.of(boxes, scores, groups));
    return Arrays.copyOf(out.get(0).toInts(), (int) out.get(1).item());
  }
}
