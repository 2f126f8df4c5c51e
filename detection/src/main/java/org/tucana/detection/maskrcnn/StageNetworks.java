package org.tucana.detection.maskrcnn;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.rpn.RpnPrediction;

/** The three networks of a Mask R-CNN; what lies between them depends on values, not on shapes. */
public sealed interface StageNetworks permits EagerNetworks, PlannedNetworks, TimedNetworks {
  /** Pictures [N,C,H,W] to the pyramid and the predictions for all anchors. */
  Proposer propose(Tensor pixels);

  /** Regions [R,C,7,7] to classes and boxes. */
  BoxPrediction classify(Tensor regions);

  /** Regions [R,C,14,14] to mask logits [R,K,28,28]. */
  Tensor outline(Tensor regions);

  /**
   * What the first network gives.
   *
   * @param stages outputs of the body's stages; empty where a plan ran, which keeps its inner
   *     values to itself
   */
  record Proposer(List<Tensor> stages, FeaturePyramid pyramid, RpnPrediction prediction) {
    public Proposer {
      stages = List.copyOf(stages);
    }

    /** The levels of the pyramid, then objectness and box offsets. */
    public List<Tensor> tensors() {
      List<Tensor> all = new ArrayList<>(pyramid.levels());
      all.add(prediction.objectness());
      all.add(prediction.deltas());
      return List.copyOf(all);
    }
  }
}
