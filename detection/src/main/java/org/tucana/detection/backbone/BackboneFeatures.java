package org.tucana.detection.backbone;

import java.util.List;
import org.tucana.core.Tensor;

/**
 * What the backbone gives.
 *
 * @param stages outputs of the body's stages at strides 4, 8, 16 and 32, each [N,C_s,H_s,W_s]
 * @param pyramid the feature maps made of them
 */
public record BackboneFeatures(List<Tensor> stages, FeaturePyramid pyramid) {
  public BackboneFeatures {
    stages = List.copyOf(stages);
  }
}
