package org.tucana.bench.work;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tucana.core.Backend;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** Mask R-CNN on ResNet-50-FPN with drawn weights and five labels. */
final class DrawnMaskRcnn {
  /** Number of classes, background included. */
  static final int LABELS = 5;

  private static final List<String> CLASSES =
      List.of("elliptical", "spiral", "barred spiral", "merger");
  private static final long SEED = 1;

  /** The factor of a residual branch: its last normalisation's. */
  private static final String BRANCH_END = ".bn3.weight";

  private static final float BRANCH_SCALE = 0.2f;

  private DrawnMaskRcnn() {}

  /**
   * The same network at every call.
   *
   * @param settings JSON of what differs from torchvision's defaults, under its argument names
   */
  static MaskRcnn of(Backend backend, String settings) {
    MaskRcnn network = new MaskRcnn(ParameterSpace.random(backend, SEED), config(settings));
    Map<String, HostTensor> weights = StateDict.read(network);
    weights.replaceAll((name, value) -> name.endsWith(BRANCH_END) ? branchScale(value) : value);
    network.load("benchmark", weights);
    return network;
  }

  /** The network without values. */
  static MaskRcnn toBeLoaded(Backend backend, String settings) {
    return new MaskRcnn(ParameterSpace.toBeLoaded(backend), config(settings));
  }

  private static MaskRcnnConfig config(String settings) {
    return MaskRcnnConfigJson.read(
        "benchmark", settings, MaskRcnnConfig.torchvision("resnet50", CLASSES));
  }

  /** Its weights, under torchvision's names. */
  static Map<String, HostTensor> weights(Backend backend, String settings) {
    try (MaskRcnn network = of(backend, settings)) {
      return StateDict.read(network);
    }
  }

  /** Drawn branches would double the variance block by block, and every box fill the picture. */
  private static HostTensor branchScale(HostTensor ones) {
    float[] values = new float[ones.shape().elements()];
    Arrays.fill(values, BRANCH_SCALE);
    return HostTensor.of(ones.shape(), values);
  }
}
