package org.tucana.detection.roi;

import java.util.List;
import org.tucana.core.Tensor;

/**
 * What the box head says of every region.
 *
 * @param classLogits [R,K], class 0 is background
 * @param deltas offsets of the box for each class [R,4K]
 */
public record BoxPrediction(Tensor classLogits, Tensor deltas) {
  /** Both, in this order. */
  public List<Tensor> tensors() {
    return List.of(classLogits, deltas);
  }
}
