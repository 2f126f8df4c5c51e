package org.tucana.nn.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Program;
import org.tucana.core.kernel.Levels;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

class TorchstatTest {
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private NetworkCost resNet(String name, int classes, int rows, int columns, LayerForms forms) {
    ResNetSpec spec = ResNetSpec.named(name, 3, BatchNormSpec.trained());
    try (ResNet network =
        FactorisedNetworks.build(
            ParameterSpace.toBeLoaded(backend).withForms(forms),
            space -> new ResNet(space, spec, classes))) {
      Program program =
          Program.trace(
              List.of(TensorType.float32(1, 3, rows, columns)),
              in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
      return Torchstat.count(network, program);
    }
  }

  private static void assertTable(String expected, NetworkCost cost) {
    assertEquals(expected.lines().toList(), TorchstatCsv.of(cost).lines().toList());
  }

  /** The resource is {@code oracles/torchstat_resnet18.csv}, made by torchstat on torchvision. */
  @Test
  void resNet18EqualsTorchstat() throws IOException {
    try (InputStream table = getClass().getResourceAsStream("torchstat_resnet18.csv")) {
      assertTable(
          new String(table.readAllBytes(), StandardCharsets.UTF_8),
          resNet("resnet18", 4, 224, 224, LayerForms.none()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50", "resnet101"})
  void largerResNetsEqualTorchstat(String name) throws IOException {
    assertTable(
        Files.readString(SharedData.require("oracles/torchstat_" + name + ".csv")),
        resNet(name, 4, 224, 224, LayerForms.none()));
  }

  /** Torchvision's numbers of parameters for 1,000 classes. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512",
    "resnet34, 21797672",
    "resnet50, 25557032",
    "resnet101, 44549160",
    "resnet152, 60192808"
  })
  void parametersAreThoseOfTorchvision(String name, long parameters) {
    assertEquals(parameters, resNet(name, 1000, 64, 64, LayerForms.none()).total().parameters());
  }

  /** 97x131: 49x66 after conv1, 25x33 after the pooling, then 13x17, 7x9 and 4x5. */
  @Test
  void oddSizesAreRoundedAsTheLayersDo() {
    NetworkCost cost = resNet("resnet34", 7, 97, 131, LayerForms.none());
    Map<String, Shape> shapes =
        Map.of(
            "conv1", Shape.of(64, 49, 66),
            "maxpool", Shape.of(64, 25, 33),
            "layer2.0.conv1", Shape.of(128, 13, 17),
            "layer3.5.relu", Shape.of(256, 7, 9),
            "layer4.0.downsample.0", Shape.of(512, 4, 5),
            "avgpool", Shape.of(512, 1, 1),
            "fc", Shape.of(7));
    shapes.forEach((name, shape) -> assertEquals(shape, layer(cost, name).out(), name));
    assertEquals(
        new Counts(
            9408,
            64L * 49 * 66 * (2 * 147 - 1),
            147L * 64 * 49 * 66,
            4L * (3 * 97 * 131 + 9408),
            4L * 64 * 49 * 66),
        layer(cost, "conv1").counts());
    assertEquals(
        new Counts(0, 8L * 64 * 25 * 33, 64L * 49 * 66, 4L * 64 * 49 * 66, 4L * 64 * 25 * 33),
        layer(cost, "maxpool").counts());
    assertEquals(
        new Counts(7 * 513, 7 * 1023, 7 * 512, 4 * (512 + 7 * 513), 4 * 7),
        layer(cost, "fc").counts());
  }

  private static LayerCost layer(NetworkCost cost, String name) {
    return cost.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private NetworkCost small(int pictures) {
    try (SmallNetwork network = new SmallNetwork(ParameterSpace.toBeLoaded(backend))) {
      return Torchstat.count(network, network.trace(pictures));
    }
  }

  /** Worked out by hand from the table. */
  @Test
  void everyKindOfLayerFollowsItsRule() {
    LayerCost grouped =
        new LayerCost(
            "net.grouped",
            "Conv2d",
            Shape.of(4, 13, 18),
            Shape.of(6, 7, 9),
            new Counts(
                6 * 2 * 9 + 6,
                6 * 63 * (2 * 9 * 2 - 1 + 1),
                9 * 4 * 3 * 63 + 6 * 63,
                4 * (4 * 13 * 18 + 114),
                4 * 6 * 63));
    LayerCost narrow =
        new LayerCost(
            "net.narrow",
            "Conv2d",
            Shape.of(6, 7, 9),
            Shape.of(5, 7, 9),
            new Counts(30, 5 * 63 * 11, 6 * 5 * 63, 4 * (6 * 63 + 30), 4 * 5 * 63));
    LayerCost pool =
        new LayerCost(
            "net.pool",
            "MaxPool2d",
            Shape.of(5, 7, 9),
            Shape.of(5, 3, 4),
            new Counts(0, 3 * 60, 315, 4 * 315, 4 * 60));
    LayerCost up =
        new LayerCost(
            "net.up",
            "ConvTranspose2d",
            Shape.of(5, 3, 4),
            Shape.of(3, 6, 8),
            new Counts(63, 2 * 720 - 144 + 144, 720 + 144, 4 * (60 + 63), 4 * 144));
    LayerCost norm =
        new LayerCost(
            "net.norm",
            "BatchNorm2d",
            Shape.of(3, 6, 8),
            Shape.of(3, 6, 8),
            new Counts(6, 4 * 144, 2 * 144, 4 * (144 + 6), 4 * 144));
    LayerCost average =
        new LayerCost(
            "net.average", "AdaptiveAvgPool2d", Shape.of(3, 6, 8), Shape.of(3, 1, 1), Counts.NONE);
    LayerCost linear =
        new LayerCost(
            "net.linear",
            "Linear",
            Shape.of(3),
            Shape.of(4),
            new Counts(16, 4 * 5, 12, 4 * (3 + 16), 4 * 4));
    LayerCost relu =
        new LayerCost(
            "net.relu",
            "ReLU",
            Shape.of(5, 7, 9),
            Shape.of(5, 7, 9),
            new Counts(0, 315, 315, 4 * 315, 4 * 315));
    NetworkCost cost = small(1);
    assertEquals(List.of(grouped, narrow, pool, up, norm, average, linear, relu), cost.layers());
    assertEquals(
        new Counts(
            114 + 30 + 63 + 6 + 16,
            13608 + 3465 + 180 + 1440 + 576 + 20 + 315,
            7182 + 1890 + 315 + 864 + 288 + 12 + 315,
            4 * (1050 + 408 + 315 + 123 + 150 + 19 + 315),
            4 * (378 + 315 + 60 + 144 + 144 + 4 + 315)),
        cost.total());
  }

  @Test
  void parametersAreReadOnceForSeveralPictures() {
    NetworkCost one = small(1);
    NetworkCost three = small(3);
    Counts total = one.total();
    long parameters = total.parameters();
    assertEquals(
        new Counts(
            parameters,
            3 * total.multiplyAdds(),
            3 * total.flops(),
            3 * total.bytesRead() - 2 * 4 * parameters,
            3 * total.bytesWritten()),
        three.total());
    assertEquals(Shape.of(3, 5, 7, 9), three.layers().getLast().out());
  }

  /** One byte a number, but for biases and normalisations; nothing else changes. */
  @Test
  void aNetworkThatRoundsItsInputsCountsBytesOfAnInt8Engine() {
    NetworkCost floats = resNet("resnet18", 4, 64, 64, LayerForms.none());
    Map<String, Levels> levels = new HashMap<>();
    for (LayerCost layer : floats.layers()) {
      boolean multiplies = layer.type().equals("Conv2d") || layer.type().equals("Linear");
      if (multiplies && !layer.name().equals("layer4.1.conv2")) {
        levels.put(layer.name(), new Levels(0.1, 0, 255));
      }
    }
    NetworkCost bytes = resNet("resnet18", 4, 64, 64, LayerForms.none().withInputLevels(levels));
    assertEquals(floats.layers().size(), bytes.layers().size());
    for (int i = 0; i < floats.layers().size(); i++) {
      LayerCost was = floats.layers().get(i);
      LayerCost is = bytes.layers().get(i);
      if (was.name().equals("layer4.1.conv2")) {
        assertEquals(was, is, "it multiplies floats");
        continue;
      }
      long vectors =
          switch (was.type()) {
            case "BatchNorm2d" -> was.counts().parameters();
            case "Linear" -> 4;
            default -> 0;
          };
      assertEquals(
          new LayerCost(
              was.name(),
              was.type(),
              was.in(),
              was.out(),
              new Counts(
                  was.counts().parameters(),
                  was.counts().multiplyAdds(),
                  was.counts().flops(),
                  (was.counts().bytesRead() - 4 * vectors) / 4 + 4 * vectors,
                  was.counts().bytesWritten() / 4)),
          is);
    }
  }

  /** Each factor is a layer of its own, but the cores of a train are one. */
  @Test
  void factorisedLayersCountTheirFactors() {
    LayerForms forms =
        LayerForms.of(
            Map.of(
                "layer2.0.conv2", new LayerForm.Tucker2(23, 22),
                "fc", new LayerForm.TensorTrain(List.of(2, 2), List.of(16, 32), List.of(3))));
    NetworkCost cost = resNet("resnet18", 4, 64, 64, forms);
    long area = 8 * 8;
    assertEquals(
        List.of(
            new LayerCost(
                "layer2.0.conv2.0",
                "Conv2d",
                Shape.of(128, 8, 8),
                Shape.of(23, 8, 8),
                new Counts(
                    23 * 128,
                    23 * area * (2 * 128 - 1),
                    23 * 128 * area,
                    4 * (128 * area + 23 * 128),
                    4 * 23 * area)),
            new LayerCost(
                "layer2.0.conv2.1",
                "Conv2d",
                Shape.of(23, 8, 8),
                Shape.of(22, 8, 8),
                new Counts(
                    22 * 23 * 9,
                    22 * area * (2 * 9 * 23 - 1),
                    22 * 23 * 9 * area,
                    4 * (23 * area + 22 * 23 * 9),
                    4 * 22 * area)),
            new LayerCost(
                "layer2.0.conv2.2",
                "Conv2d",
                Shape.of(22, 8, 8),
                Shape.of(128, 8, 8),
                new Counts(
                    128 * 22,
                    128 * area * (2 * 22 - 1),
                    128 * 22 * area,
                    4 * (22 * area + 128 * 22),
                    4 * 128 * area))),
        cost.layers().stream().filter(l -> l.name().startsWith("layer2.0.conv2")).toList());
    long parameters = 2 * 16 * 3 + 3 * 2 * 32 + 4;
    // The first core meets 16 of the 512 inputs at a time, the second the other 32.
    long products = 2 * 16 * 3 * 32 + 3 * 2 * 32 * 2;
    long outputs = 2 * 3 * 32 + 4;
    assertEquals(
        new LayerCost(
            "fc",
            "TensorTrainLinear",
            Shape.of(512),
            Shape.of(4),
            new Counts(
                parameters,
                2 * products - outputs + 4,
                products + 4,
                4 * (512 + parameters),
                4 * 4)),
        layer(cost, "fc"));
  }
}
