package org.tucana.detection.maskrcnn;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.detection.backbone.FeaturePyramid;
import org.tucana.detection.roi.BoxDetections;
import org.tucana.detection.roi.BoxPrediction;
import org.tucana.detection.rpn.Proposals;
import org.tucana.detection.rpn.RpnPrediction;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.transform.PictureBatch;

/**
 * What every stage of one pass made, in order; lists have one entry a picture unless said
 * otherwise.
 *
 * @param batch the prepared pictures
 * @param stages outputs of the body's stages; empty where the networks ran as plans
 * @param pyramid their feature maps
 * @param anchors reference boxes, one entry a level
 * @param rpn predictions for all anchors
 * @param proposals regions that may hold an object
 * @param boxRegions the proposals' features [R,C,7,7], picture after picture
 * @param boxPrediction classes and boxes of the proposals
 * @param detections objects in the resized pictures
 * @param maskLogits masks of the detections [D,K,28,28], picture after picture
 * @param results objects in the original pictures
 */
public record MaskRcnnTrace(
    PictureBatch batch,
    List<Tensor> stages,
    FeaturePyramid pyramid,
    List<Boxes> anchors,
    RpnPrediction rpn,
    List<Proposals> proposals,
    Tensor boxRegions,
    BoxPrediction boxPrediction,
    List<BoxDetections> detections,
    Tensor maskLogits,
    List<PictureDetections> results) {
  public MaskRcnnTrace {
    stages = List.copyOf(stages);
    anchors = List.copyOf(anchors);
    proposals = List.copyOf(proposals);
    detections = List.copyOf(detections);
    results = List.copyOf(results);
  }
}
