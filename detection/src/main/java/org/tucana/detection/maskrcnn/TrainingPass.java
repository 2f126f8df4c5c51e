package org.tucana.detection.maskrcnn;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.roi.RoiLabels;
import org.tucana.detection.roi.RoiSamples;
import org.tucana.detection.rpn.RpnPrediction;

/**
 * What the forward pass of a training step made, for losses on more than its results.
 *
 * @param pixels normalised and padded pictures [N,C,H,W]
 * @param pyramid feature maps of the pictures
 * @param prediction what the proposer says of all anchors
 * @param samples regions drawn for the heads, of each picture
 * @param labels of all regions
 * @param hidden what {@code fc7} makes of all R regions [R,width]
 * @param maskLogits [P,K,28,28] of the regions that stand for objects; empty where none does
 * @param losses the five losses
 */
public record TrainingPass(
    Tensor pixels,
    FeaturePyramid pyramid,
    RpnPrediction prediction,
    List<RoiSamples> samples,
    RoiLabels labels,
    Tensor hidden,
    Optional<Tensor> maskLogits,
    MaskRcnnLosses losses) {
  public TrainingPass {
    samples = List.copyOf(samples);
  }
}
