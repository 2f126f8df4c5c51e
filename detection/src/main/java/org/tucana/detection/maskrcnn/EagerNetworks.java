package org.tucana.detection.maskrcnn;

import org.tucana.core.Tensor;
import org.tucana.detection.backbone.BackboneFeatures;
import org.tucana.detection.roi.BoxPrediction;

/** Runs the networks operator by operator: always with the parameters of this moment. */
public record EagerNetworks(MaskRcnn model) implements StageNetworks {
  @Override
  public Proposer propose(Tensor pixels) {
    BackboneFeatures features = model.backbone().forward(pixels);
    return new Proposer(
        features.stages(), features.pyramid(), model.rpnHead().forward(features.pyramid()));
  }

  @Override
  public BoxPrediction classify(Tensor regions) {
    return model.boxHead().forward(regions);
  }

  @Override
  public Tensor outline(Tensor regions) {
    return model.maskHead().forward(regions);
  }
}
