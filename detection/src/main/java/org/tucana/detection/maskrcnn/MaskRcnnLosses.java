package org.tucana.detection.maskrcnn;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.tucana.core.Tensor;

/**
 * The five losses of one batch, each a scalar; training minimises their sum.
 *
 * @param classifier classes of regions
 * @param boxes boxes of regions
 * @param mask masks of regions
 * @param objectness objectness of anchors
 * @param rpnBoxes boxes of anchors
 */
public record MaskRcnnLosses(
    Tensor classifier, Tensor boxes, Tensor mask, Tensor objectness, Tensor rpnBoxes) {
  /** The losses under torchvision's names. */
  public SequencedMap<String, Tensor> byName() {
    SequencedMap<String, Tensor> losses = new LinkedHashMap<>();
    losses.put("loss_classifier", classifier);
    losses.put("loss_box_reg", boxes);
    losses.put("loss_mask", mask);
    losses.put("loss_objectness", objectness);
    losses.put("loss_rpn_box_reg", rpnBoxes);
    return losses;
  }
}
