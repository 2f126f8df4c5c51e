package org.tucana.bench.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tucana.bench.peer.Contestant;
import org.tucana.bench.peer.PeerUnavailableException;
import org.tucana.bench.peer.TorchPeers;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.detector.DetectorModel;
import org.tucana.detection.roi.BoxHead;
import org.tucana.nn.data.Picture;
import org.tucana.nn.module.StateDict;

/**
 * torchvision's Mask R-CNN of a model's widths and settings with its weights. It has no layer of
 * its own for classes and gives a region several labels; its masks are pasted into whole pictures.
 *
 * @param torch runs it
 * @param backend reads the weights
 */
record DetectorPeer(Supplier<TorchPeers> torch, Supplier<Backend> backend) {
  static final String NAME = "torchvision";

  /** The layer that says the class, of which torchvision knows nothing. */
  private static final String CLASS_LAYER = "roi_heads." + BoxHead.CLASS_LAYER;

  /**
   * The peer, ready to run.
   *
   * @param pictures of one size
   * @param batch how many go through it at once
   * @throws PeerUnavailableException where torchvision is missing or has no such network
   */
  Contestant open(StudyModel model, List<Picture> pictures, int batch)
      throws PeerUnavailableException {
    Map<String, HostTensor> tensors = new HashMap<>();
    try (DetectorModel opened = model.open(backend.get())) {
      tensors.putAll(StateDict.read(opened.network()));
    }
    List<String> leftOut =
        tensors.keySet().stream().filter(name -> name.startsWith(CLASS_LAYER)).toList();
    tensors.put("images", images(pictures));
    MaskRcnnConfig config = DetectorContestant.atSize(model.config(), pictures.getFirst().height());
    Map<String, Object> settings = new HashMap<>();
    settings.put("batch", batch);
    settings.put("left_out", leftOut);
    settings.put("labels", config.labels());
    settings.put("body", config.backbone().body());
    settings.put("fpn_width", config.backbone().fpnWidth());
    settings.put("anchor_sizes", config.anchors().anchorSizes());
    settings.put("aspect_ratios", config.anchors().aspectRatios());
    settings.put("box_head_width", config.box().headWidth());
    settings.put("mask_layers", config.mask().layers());
    settings.put("mask_width", config.mask().width());
    settings.put("model", arguments(config));
    return torch.get().openDetector(settings, tensors);
  }

  /** What decides about detections, under the names of torchvision's arguments. */
  private static Map<String, Object> arguments(MaskRcnnConfig config) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("min_size", config.transform().minSize());
    arguments.put("max_size", config.transform().maxSize());
    arguments.put("image_mean", config.transform().imageMean());
    arguments.put("image_std", config.transform().imageStd());
    arguments.put("rpn_pre_nms_top_n_test", config.rpn().preNmsTopNTest());
    arguments.put("rpn_post_nms_top_n_test", config.rpn().postNmsTopNTest());
    arguments.put("rpn_nms_thresh", config.rpn().nmsThreshold());
    arguments.put("rpn_score_thresh", config.rpn().scoreThreshold());
    arguments.put("box_score_thresh", config.box().scoreThreshold());
    arguments.put("box_nms_thresh", config.box().nmsThreshold());
    arguments.put("box_detections_per_img", config.box().detectionsPerImage());
    arguments.put("bbox_reg_weights", config.box().regressionWeights());
    return arguments;
  }

  private static HostTensor images(List<Picture> pictures) {
    Picture first = pictures.getFirst();
    int size = first.pixels().length;
    float[] values = new float[Math.multiplyExact(pictures.size(), size)];
    for (int i = 0; i < pictures.size(); i++) {
      System.arraycopy(pictures.get(i).pixels(), 0, values, i * size, size);
    }
    return HostTensor.of(
        Shape.of(pictures.size(), first.channels(), first.height(), first.width()), values);
  }
}
