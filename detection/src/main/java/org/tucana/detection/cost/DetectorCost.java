package org.tucana.detection.cost;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.TensorType;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.maskrcnn.EagerNetworks;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.StageNetworks;
import org.tucana.detection.roi.BoxHead;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.roi.MaskHead;
import org.tucana.detection.roi.RoiPooling;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.cost.Uncounted;

/**
 * What of a Mask R-CNN has a cost by its shapes: its three networks (body, pyramid and proposals;
 * box head; mask head) and the pooling of regions between them, for one picture with a stated
 * number of regions and masks. What else lies between depends on values, and is named instead.
 */
public final class DetectorCost {
  /** Sides of the regions of a trace, in pixels and as parts of the picture. */
  private static final double LEAST_SIDE = 16;

  private static final double LARGEST_PART = 0.75;

  private static final List<Uncounted> BETWEEN =
      List.of(
          new Uncounted("transform", "resizing and padding depend on the picture's own size"),
          new Uncounted(
              "proposals",
              "anchors are ranked, decoded and suppressed: how many overlaps are computed depends"
                  + " on the predictions"),
          new Uncounted(
              "box selection",
              "scores are compared, boxes decoded and suppressed: how many depends on the"
                  + " predictions"),
          new Uncounted(
              "paste", "masks are resized to their boxes, whose sizes depend on the predictions"));

  private DetectorCost() {}

  /** What a detector does besides its program, and why it has no count. */
  public static List<Uncounted> uncounted() {
    return BETWEEN;
  }

  /**
   * All that runs from the picture [1,C,H,W] to predictions and mask logits, but for what lies
   * between the networks: regions are drawn instead.
   */
  public static Program trace(MaskRcnn network, DetectorWork work) {
    PictureSize size = work.picture();
    int channels = network.config().transform().channels();
    return Program.trace(
        List.of(TensorType.float32(1, channels, size.height(), size.width())),
        in -> outputs(network, work, in.getFirst()));
  }

  private static List<Tensor> outputs(MaskRcnn network, DetectorWork work, Tensor pixels) {
    EagerNetworks networks = new EagerNetworks(network);
    StageNetworks.Proposer proposer = networks.propose(pixels);
    FeaturePyramid pyramid = proposer.pyramid();
    RandomKey key = new RandomKey(1, "regions of a detector's cost", 0);
    Boxes regions = drawn(work.picture(), work.regions(), key);
    Boxes found = drawn(work.picture(), work.masks(), key.atStep(1));
    BoxPrediction boxes =
        networks.classify(new RoiPooling(BoxHead.REGION_SIDE).pool(pyramid, List.of(regions)));
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(proposer.prediction().objectness());
    outputs.add(proposer.prediction().deltas());
    outputs.add(boxes.classLogits());
    outputs.add(boxes.deltas());
    outputs.add(
        networks.outline(new RoiPooling(MaskHead.REGION_SIDE).pool(pyramid, List.of(found))));
    return outputs;
  }

  /** Boxes of all sizes: the logarithms of their sides are uniform, so every level has some. */
  private static Boxes drawn(PictureSize picture, int number, RandomKey key) {
    Philox random = key.stream();
    float[] xyxy = new float[4 * number];
    for (int i = 0; i < number; i++) {
      double width = side(picture.width(), random.nextDouble());
      double height = side(picture.height(), random.nextDouble());
      double x = random.nextDouble(0, picture.width() - width);
      double y = random.nextDouble(0, picture.height() - height);
      xyxy[4 * i] = (float) x;
      xyxy[4 * i + 1] = (float) y;
      xyxy[4 * i + 2] = (float) (x + width);
      xyxy[4 * i + 3] = (float) (y + height);
    }
    return new Boxes(xyxy);
  }

  private static double side(int length, double share) {
    return LEAST_SIDE * Math.pow(LARGEST_PART * length / LEAST_SIDE, share);
  }
}
