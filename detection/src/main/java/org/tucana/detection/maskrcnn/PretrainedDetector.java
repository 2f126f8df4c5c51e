package org.tucana.detection.maskrcnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.BackboneConfig;
import org.tucana.detection.config.BoxConfig;
import org.tucana.detection.config.MaskConfig;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ImageNetBody;

/**
 * Weights of a Mask R-CNN for other classes, as torchvision publishes them for COCO, to start a
 * training from. What knows those classes is left out: the box predictor and the last layer of the
 * mask predictor.
 *
 * @param source file name, for messages
 * @param weights by today's names
 */
public record PretrainedDetector(String source, Map<String, HostTensor> weights) {
  private static final String BODY = "backbone.body.";
  private static final String BOXES = "roi_heads.box_predictor.";
  private static final String MASKS = "roi_heads.mask_predictor.mask_fcn_logits.";
  private static final String BATCH_COUNT = "num_batches_tracked";
  private static final int NAMES_SHOWN = 3;

  public PretrainedDetector {
    weights = LegacyNames.renewed(weights);
  }

  /** Whether names are those of a detector. */
  public static boolean isDetector(Set<String> names) {
    return names.stream().anyMatch(name -> name.startsWith(BODY));
  }

  /**
   * Settings for a network that the weights fit: body and widths are theirs, all else is given.
   *
   * @throws FormatException where the weights are of no Mask R-CNN that is known here
   */
  public MaskRcnnConfig settings(MaskRcnnConfig others) {
    String body =
        ImageNetBody.architecture(weights.keySet(), BODY)
            .orElseThrow(() ->
                new FormatException(
                    source
                        + ": holds a detector whose body is no residual network that is known,"
                        + " expected that of maskrcnn_resnet50_fpn or the like; use others"));
    List<Integer> maskLayers = new ArrayList<>();
    while (weights.containsKey(maskLayer(maskLayers.size()))) {
      maskLayers.add(size(maskLayer(maskLayers.size())));
    }
    if (maskLayers.isEmpty()) {
      throw lacks(maskLayer(0));
    }
    BoxConfig box = others.box();
    return others
        .with(new BackboneConfig(body, size("backbone.fpn.inner_blocks.0.0.bias")))
        .with(box.withHeadWidth(size("roi_heads.box_head.fc6.bias")))
        .with(new MaskConfig(maskLayers, size("roi_heads.mask_predictor.conv5_mask.bias")));
  }

  private static String maskLayer(int number) {
    return "roi_heads.mask_head." + number + ".0.bias";
  }

  private int size(String name) {
    HostTensor value = weights.get(name);
    if (value == null) {
      throw lacks(name);
    }
    return value.shape().elements();
  }

  private FormatException lacks(String what) {
    return new FormatException(
        source + ": lacks " + what + ", which a Mask R-CNN has; use weights of a whole detector");
  }

  /**
   * Assigns all but what knows the classes, which keeps what it has.
   *
   * @return full names of what was left out
   * @throws FormatException where the weights are of another architecture
   */
  public List<String> load(MaskRcnn network) {
    Set<String> state = network.state().keySet();
    List<String> foreign =
        weights.keySet().stream()
            .filter(name -> !state.contains(name) && !name.endsWith(BATCH_COUNT))
            .toList();
    if (!foreign.isEmpty()) {
      throw new FormatException(
          source
              + ": weights of another architecture: unexpected "
              + foreign.stream().limit(NAMES_SHOWN).toList()
              + (foreign.size() > NAMES_SHOWN ? " and others" : "")
              + "; give the settings of their network with --config");
    }
    Map<String, HostTensor> values = new LinkedHashMap<>(weights);
    values.keySet().removeIf(PretrainedDetector::knowsClasses);
    List<String> missing =
        StateDict.loadMatching(network, source, values, name -> !knowsClasses(name));
    if (!missing.isEmpty()) {
      throw lacks(missing.stream().limit(NAMES_SHOWN).toList().toString());
    }
    return state.stream().filter(PretrainedDetector::knowsClasses).toList();
  }

  private static boolean knowsClasses(String name) {
    return name.startsWith(BOXES) || name.startsWith(MASKS);
  }
}
