package org.tucana.detection.roi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Session;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.op.Joining;
import org.tucana.core.op.Losses;
import org.tucana.core.op.Regions;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Boxes;

/**
 * Mean binary cross entropy of the bins of the masks of objects: each region's true mask is cut out
 * and brought to the mask's resolution by RoIAlign (He et al., "Mask R-CNN", ICCV 2017, section 3).
 */
public final class MaskLoss {
  private MaskLoss() {}

  /**
   * The loss of a batch that has at least one object among its regions.
   *
   * @param logits [P,K,28,28] of all regions that stand for objects, picture after picture
   * @param labels the label of each of them
   */
  public static Tensor of(Tensor logits, int[] labels, List<RoiSamples> samples) {
    List<Tensor> targets = new ArrayList<>();
    for (RoiSamples sample : samples) {
      if (sample.objects().length > 0) {
        targets.add(targets(logits.session(), sample));
      }
    }
    Tensor target = targets.size() == 1 ? targets.getFirst() : Joining.concat(0, targets);
    Tensor chosen = MaskHead.ofLabels(logits, labels);
    return Losses.binaryCrossEntropyWithLogits(chosen, target, LossReduction.MEAN);
  }

  /** True masks [P,28,28] of one picture's regions; bins on an edge lie between 0 and 1. */
  private static Tensor targets(Session session, RoiSamples sample) {
    int[] objects = sample.objects();
    Boxes boxes = sample.regions().select(objects);
    int[] used = IntStream.of(objects).map(i -> sample.matches()[i]).sorted().distinct().toArray();
    int[] masks =
        IntStream.of(objects).map(i -> Arrays.binarySearch(used, sample.matches()[i])).toArray();
    Tensor regions =
        Regions.roiAlign(
            List.of(masks(session, sample, used)),
            session.tensor(boxes.xyxy(), boxes.size(), 4),
            session.indices(masks),
            RoiAlignGeometry.single(MaskHead.MASK_SIDE, MaskHead.MASK_SIDE, 0, false, 1));
    return regions.reshape(-1, MaskHead.MASK_SIDE, MaskHead.MASK_SIDE);
  }

  /** The masks of the given objects, [M,1,H,W]. */
  private static Tensor masks(Session session, RoiSamples sample, int... objects) {
    BinaryMask first = sample.truth().masks().get(objects[0]);
    int area = first.pixels().length;
    float[] values = new float[Math.multiplyExact(objects.length, area)];
    for (int m = 0; m < objects.length; m++) {
      byte[] pixels = sample.truth().masks().get(objects[m]).pixels();
      for (int i = 0; i < area; i++) {
        values[m * area + i] = pixels[i];
      }
    }
    return session.tensor(values, objects.length, 1, first.height(), first.width());
  }
}
