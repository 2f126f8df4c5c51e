package org.tucana.nn.resnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Frame;
import org.tucana.core.Program;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.TensorType;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;

class ResNetTest {
  private static ResNet network(Backend backend, String name, int channels, int classes) {
    return new ResNet(
        ParameterSpace.toBeLoaded(backend),
        ResNetSpec.named(name, channels, BatchNormSpec.trained()),
        classes);
  }

  /** The published numbers of parameters, with 1000 classes. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512",
    "resnet34, 21797672",
    "resnet50, 25557032",
    "resnet101, 44549160",
    "resnet152, 60192808"
  })
  void parameterCountsAreThePublished(String name, long parameters) {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        ResNet network = network(backend, name, 3, 1000)) {
      assertEquals(
          parameters,
          network.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum());
    }
  }

  @Test
  void namesStandInTorchvisionsOrder() {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        ResNet network = network(backend, "resnet18", 5, 4)) {
      List<String> names = List.copyOf(network.state().keySet());
      assertEquals("conv1.weight", names.getFirst());
      assertEquals(
          List.of(
              "layer2.0.conv1.weight",
              "layer2.0.bn1.weight",
              "layer2.0.bn1.bias",
              "layer2.0.bn1.running_mean",
              "layer2.0.bn1.running_var",
              "layer2.0.conv2.weight"),
          names.subList(
              names.indexOf("layer2.0.conv1.weight"), names.indexOf("layer2.0.conv2.weight") + 1));
      assertTrue(
          names.indexOf("layer2.0.bn2.running_var")
              < names.indexOf("layer2.0.downsample.0.weight"));
      assertEquals(List.of("fc.weight", "fc.bias"), names.subList(names.size() - 2, names.size()));
      assertEquals("FLOAT32[64,5,7,7]", network.state().get("conv1.weight").type().toString());
    }
  }

  @Test
  void aTraceNamesEveryLayerAndCountsTheCallsOfASharedOne() {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        ResNet network = network(backend, "resnet18", 3, 4)) {
      Program program =
          Program.trace(
              List.of(TensorType.float32(1, 3, 64, 64)),
              in -> List.of(network.forward(in.getFirst(), Mode.EVALUATE)));
      List<Frame> innermost =
          program.nodes().stream()
              .filter(n -> !n.frames().isEmpty())
              .map(n -> n.frames().getLast())
              .toList();
      assertTrue(innermost.stream().anyMatch(f -> f.path().equals("layer4.1.conv2")));
      assertTrue(innermost.stream().anyMatch(f -> f.path().equals("layer3.0.downsample.1")));
      assertTrue(innermost.stream().anyMatch(f -> f.path().equals("fc")));
      List<Frame> relu = innermost.stream().filter(f -> f.path().equals("layer1.0.relu")).toList();
      assertEquals(List.of(0, 1), relu.stream().map(Frame::call).toList());
      assertEquals(relu.get(0).moduleIdentity(), relu.get(1).moduleIdentity());
      // Residual additions belong to their block.
      assertEquals(
          "layer1.0",
          program.nodes().stream()
              .filter(n -> n.op().name().equals("add"))
              .findFirst()
              .orElseThrow()
              .frames()
              .getLast()
              .path());
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    FormatException thrown =
        assertThrows(
            FormatException.class, () -> ResNetSpec.named("resnet19", 3, BatchNormSpec.trained()));
    assertEquals(
        "architecture: there is no 'resnet19', expected one of resnet18, resnet34, resnet50,"
            + " resnet101, resnet152; choose one of these",
        thrown.getMessage());
  }
}
