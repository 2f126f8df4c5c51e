package org.tucana.bench.study;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tucana.core.type.FormatException;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.nn.model.ModelMetadata;

/**
 * What models must have in common to be compared: all that decides about detections besides
 * networks and their weights.
 */
final class SharedSettings {
  /** How large pictures are cut; in a model's metadata. */
  private static final List<String> TILING = List.of("tile_size", "tile_overlap");

  private SharedSettings() {}

  /**
   * Refuses models that differ from the first, the reference.
   *
   * @throws FormatException naming both models and the first setting that differs
   */
  static void require(List<StudyModel> models) {
    StudyModel reference = models.getFirst();
    Map<String, Object> expected = of(reference);
    for (StudyModel model : models) {
      of(model)
          .forEach((name, value) -> {
            if (!Objects.equals(value, expected.get(name))) {
              throw new FormatException(
                  "study: %s has %s %s, expected %s as in %s; compare models of the same settings"
                      .formatted(model.name(), name, value, expected.get(name), reference.name()));
            }
          });
    }
  }

  /** The settings by name. */
  static Map<String, Object> of(StudyModel model) {
    MaskRcnnConfig config = model.config();
    ModelMetadata metadata = model.content().metadata();
    Map<String, Object> settings = new TreeMap<>();
    settings.put("stretch", metadata.input().stretch());
    TILING.forEach(key -> settings.put(key, metadata.config().get(key)));
    settings.put("min_size", config.transform().minSize());
    settings.put("max_size", config.transform().maxSize());
    settings.put("image_mean", config.transform().imageMean());
    settings.put("image_std", config.transform().imageStd());
    settings.put("anchor_sizes", config.anchors().anchorSizes());
    settings.put("aspect_ratios", config.anchors().aspectRatios());
    settings.put("rpn_pre_nms_top_n_test", config.rpn().preNmsTopNTest());
    settings.put("rpn_post_nms_top_n_test", config.rpn().postNmsTopNTest());
    settings.put("rpn_nms_thresh", config.rpn().nmsThreshold());
    settings.put("rpn_score_thresh", config.rpn().scoreThreshold());
    settings.put("box_score_thresh", config.box().scoreThreshold());
    settings.put("box_nms_thresh", config.box().nmsThreshold());
    settings.put("box_detections_per_img", config.box().detectionsPerImage());
    settings.put("bbox_reg_weights", config.box().regressionWeights());
    settings.put("box_one_label", config.box().oneLabel());
    return settings;
  }
}
