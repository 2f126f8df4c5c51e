package org.tucana.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Scope;
import org.tucana.core.io.Safetensors;
import org.tucana.core.io.TensorFile;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.config.MaskRcnnConfigJson;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.MaskRcnnTrace;
import org.tucana.detection.maskrcnn.PlannedNetworks;
import org.tucana.nn.data.Picture;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/**
 * Mask R-CNN on ResNet-50-FPN finds, classifies and outlines on one picture of 256 x 256: drawn
 * weights, five labels, score threshold 0, so that all 1,000 proposals go through the box head and
 * 100 detections through the mask head.
 */
public record MaskRcnnDetection() implements Work {
  /** Rows and columns of the picture. */
  public static final int SIDE = 256;

  /** Regions that pass through the box head. */
  public static final int REGIONS = 1000;

  /** Objects that are outlined. */
  public static final int DETECTIONS = 100;

  /** Number of classes, background included. */
  public static final int LABELS = 5;

  /**
   * What differs from torchvision's defaults, under its argument names. Drawn weights hardly move
   * the anchors, of which fewer than 1,000 would be left at the usual suppression of 0.7.
   */
  public static final String SETTINGS =
      """
      {"min_size": 256, "max_size": 256, "rpn_nms_thresh": 0.9, "box_score_thresh": 0}\
      """;

  private static final List<String> CLASSES =
      List.of("elliptical", "spiral", "barred spiral", "merger");
  private static final long SEED = 1;

  /** The factor of a residual branch: its last normalisation's. */
  private static final String BRANCH_END = ".bn3.weight";

  private static final float BRANCH_SCALE = 0.2f;

  @Override
  public String name() {
    return "maskrcnn-r50@" + SIDE;
  }

  @Override
  public OptionalDouble gigaflop() {
    return OptionalDouble.empty();
  }

  /** The picture, 0..1. */
  public HostTensor image() {
    return Values.uniform("picture", 3, SIDE, SIDE);
  }

  /** Writes picture ({@code image}) and weights, so that a peer computes the very same. */
  public void write(Path file, Backend backend) throws IOException {
    try (MaskRcnn network = network(backend)) {
      Map<String, HostTensor> tensors = StateDict.read(network);
      tensors.put("image", image());
      Safetensors.write(file, new TensorFile(tensors, Map.of()));
    }
  }

  private static MaskRcnn network(Backend backend) {
    MaskRcnnConfig config =
        MaskRcnnConfigJson.read(
            "benchmark", SETTINGS, MaskRcnnConfig.torchvision("resnet50", CLASSES));
    MaskRcnn network = new MaskRcnn(ParameterSpace.random(backend, SEED), config);
    Map<String, HostTensor> weights = StateDict.read(network);
    weights.replaceAll((name, value) -> name.endsWith(BRANCH_END) ? branchScale(value) : value);
    network.load("benchmark", weights);
    return network;
  }

  /** Drawn branches would double the variance block by block, and every box fill the picture. */
  private static HostTensor branchScale(HostTensor ones) {
    float[] values = new float[ones.shape().elements()];
    Arrays.fill(values, BRANCH_SCALE);
    return HostTensor.of(ones.shape(), values);
  }

  @Override
  public OpenWork open(Backend backend) {
    MaskRcnn network = network(backend);
    EagerSession session = new EagerSession(backend);
    PlannedNetworks plans = new PlannedNetworks(session, network);
    Picture picture = new Picture(3, SIDE, SIDE, image().toFloats());
    OpenWork work =
        new OpenWork() {
          @Override
          public void run() {
            try (Scope _ = session.scope()) {
              checkAmount(network.detect(session, List.of(picture), plans));
            }
          }

          @Override
          public void close() {
            plans.close();
            session.close();
            network.close();
          }
        };
    work.run();
    return work;
  }

  /** A run on fewer regions would look fast. */
  private static void checkAmount(MaskRcnnTrace trace) {
    int regions = trace.proposals().getFirst().boxes().size();
    int detections = trace.results().getFirst().size();
    if (regions != REGIONS || detections != DETECTIONS) {
      throw new IllegalStateException(
          "benchmark: Mask R-CNN had "
              + regions
              + " regions and "
              + detections
              + " detections, expected "
              + REGIONS
              + " and "
              + DETECTIONS);
    }
  }
}
