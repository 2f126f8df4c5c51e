package org.tucana.detection.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.detection.config.MaskRcnnConfig;
import org.tucana.detection.maskrcnn.MaskRcnn;
import org.tucana.detection.maskrcnn.TinyModel;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.cost.Counts;
import org.tucana.nn.cost.LayerCost;
import org.tucana.nn.cost.Measurement;
import org.tucana.nn.cost.NetworkCost;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.ProgramCost;
import org.tucana.nn.cost.Torchstat;
import org.tucana.nn.cost.Uncounted;
import org.tucana.nn.module.ParameterSpace;

class DetectorCostTest {
  private static final int REGIONS = 11;
  private static final int MASKS = 3;
  private static final DetectorWork WORK =
      new DetectorWork(new PictureSize(64, 96), REGIONS, MASKS);

  private Backend backend;
  private MaskRcnn network;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
    network = TinyModel.random(backend, TinyModel.config());
  }

  @AfterEach
  void nothingStaysAlive() {
    network.close();
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private NetworkCost layers() {
    return Torchstat.count(network, DetectorCost.trace(network, WORK));
  }

  private ProgramCost operators() {
    return Operators.count(DetectorCost.trace(network, WORK));
  }

  private static LayerCost layer(NetworkCost cost, String name) {
    return cost.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  /** The tiny model has 8 channels, box heads of 16 features and 2 classes. */
  @Test
  void headsCountEveryRegionAndReadTheirWeightsOnce() {
    NetworkCost cost = layers();
    int features = 8 * 7 * 7;
    long in = features;
    assertEquals(
        new LayerCost(
            "roi_heads.box_head.fc6",
            "Linear",
            Shape.of(REGIONS, features),
            Shape.of(REGIONS, 16),
            new Counts(
                16 * in + 16,
                REGIONS * 16 * (2 * in - 1),
                REGIONS * 16 * in,
                4 * (REGIONS * in + 16 * in + 16),
                4 * REGIONS * 16)),
        layer(cost, "roi_heads.box_head.fc6"));
    long spread = MASKS * 8 * 14 * 14 * 8 * 4;
    long up = MASKS * 8 * 28 * 28;
    assertEquals(
        new Counts(
            8 * 8 * 4 + 8,
            2 * spread - up + up,
            spread + up,
            4 * (MASKS * 8 * 14 * 14 + 8 * 8 * 4 + 8),
            4 * up),
        layer(cost, "roi_heads.mask_predictor.conv5_mask").counts());
  }

  /** The coarsest of the five levels has 1x2 cells. */
  @Test
  void theSharedHeadCountsAtItsLastCallByLayersAndAlwaysByOperators() {
    NetworkCost layers = layers();
    assertEquals(Shape.of(8, 1, 2), layer(layers, "rpn.head.conv.0.0").out());
    ProgramCost operators = operators();
    List<OperatorCost> calls =
        operators.operators().stream().filter(o -> o.module().equals("rpn.head.conv.0.0")).toList();
    assertEquals(5, calls.size());
    long cells = 16 * 24 + 8 * 12 + 4 * 6 + 2 * 3 + 2;
    assertEquals(cells * 8 * 8 * 9, calls.stream().mapToLong(o -> o.cost().macs()).sum());
  }

  @Test
  void totalsAreTheSumsOfTheParts() {
    NetworkCost cost = layers();
    assertEquals(
        cost.layers().stream().mapToLong(l -> l.counts().flops()).sum(), cost.total().flops());
    long learned =
        network.state().entrySet().stream()
            .filter(e -> !e.getKey().contains("running_"))
            .mapToLong(e -> e.getValue().type().shape().elements())
            .sum();
    assertEquals(learned, cost.total().parameters());
    ProgramCost operators = operators();
    assertEquals(learned, operators.parameters());
    assertTrue(operators.total().macs() > cost.total().flops() / 2);
  }

  @Test
  void poolingOfRegionsCountsAmongTheOperators() {
    List<OperatorCost> pooling =
        operators().operators().stream().filter(o -> o.operator().equals("roiAlign")).toList();
    assertEquals(2, pooling.size());
    // Four products and four sums a sample, 2x2 samples a bin.
    assertEquals(32L * REGIONS * 8 * 7 * 7, pooling.get(0).cost().flops());
    assertEquals(32L * MASKS * 8 * 14 * 14, pooling.get(1).cost().flops());
  }

  @Test
  void whatDependsOnValuesIsNamed() {
    List<String> names =
        operators().withUncounted(DetectorCost.uncounted()).uncounted().stream()
            .map(Uncounted::name)
            .toList();
    assertEquals(List.of("reshape", "transform", "proposals", "box selection", "paste"), names);
  }

  @Test
  void everyOperatorCanBeTimed() {
    ProgramCost cost =
        Operators.measure(DetectorCost.trace(network, WORK), backend, new Measurement(0, 1));
    cost.operators().forEach(o -> assertTrue(o.milliseconds().orElseThrow() > 0, o.toString()));
  }

  /** Torchvision's {@code maskrcnn_resnet50_fpn} has 44,401,393 parameters and frozen norms. */
  @Test
  void parametersAreThoseOfTorchvision() {
    List<String> classes = IntStream.range(0, 90).mapToObj(i -> "class " + i).toList();
    MaskRcnnConfig config = MaskRcnnConfig.torchvision("resnet50", classes);
    try (MaskRcnn large = new MaskRcnn(ParameterSpace.toBeLoaded(backend), config)) {
      DetectorWork work = DetectorWork.most(config, new PictureSize(64, 64));
      assertEquals(1000, work.regions());
      assertEquals(100, work.masks());
      NetworkCost cost = Torchstat.count(large, DetectorCost.trace(large, work));
      long norms =
          cost.layers().stream()
              .filter(l -> l.type().equals("BatchNorm2d"))
              .mapToLong(l -> l.counts().parameters())
              .sum();
      assertEquals(53_120, norms);
      assertEquals(44_401_393, cost.total().parameters() - norms);
    }
  }

  @Test
  void wrongWorkIsRefused() {
    String size =
        assertThrows(
                ShapeException.class, () -> new DetectorWork(new PictureSize(800, 1067), 1000, 100))
            .getMessage();
    assertTrue(size.contains("use 800x1088"), size);
    assertThrows(ShapeException.class, () -> new DetectorWork(new PictureSize(0, 32), 1, 1));
    new DetectorWork(new PictureSize(800, 1088), 1000, 100);
    for (int[] counts : new int[][] {{0, 1}, {1, 0}}) {
      assertThrows(
          ShapeException.class,
          () -> new DetectorWork(new PictureSize(32, 32), counts[0], counts[1]));
    }
  }
}
