package org.tucana.nn.resnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.testing.RuleWeights;

class ImageNetBodyTest {
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static ResNetSpec spec(String name, int channels) {
    return ResNetSpec.named(name, channels, BatchNormSpec.frozen());
  }

  /** A state dict as torchvision has it, with {@code fc} for 1000 classes. */
  private SequencedMap<String, HostTensor> stateDict(String name) {
    try (ResNet network = new ResNet(ParameterSpace.toBeLoaded(backend), spec(name, 3), 1000)) {
      RuleWeights.load(network, RuleWeights.VISIBLE);
      SequencedMap<String, HostTensor> weights = StateDict.read(network);
      weights.put("bn1.num_batches_tracked", HostTensor.of(Shape.scalar(), 0L));
      return weights;
    }
  }

  @Test
  void aBodyTakesWeightsAndNormalisationsAsTheyAre() {
    SequencedMap<String, HostTensor> weights = stateDict("resnet18");
    try (ResNetBody body =
        new ResNetBody(
            ParameterSpace.toBeLoaded(backend).child("backbone").child("body"),
            spec("resnet18", 3))) {
      assertEquals(List.of(), ImageNetBody.load(body, "w.pth", weights));
      StateDict.read(body)
          .forEach((name, value) -> {
            String bare = name.substring("backbone.body.".length());
            assertArrayEquals(weights.get(bare).toFloats(), value.toFloats(), name);
          });
    }
  }

  @Test
  void whatIsNotThereIsNamedAndForeignShapesAreRefused() {
    SequencedMap<String, HostTensor> weights = stateDict("resnet18");
    weights.remove("layer4.1.bn2.bias");
    try (ResNetBody body = new ResNetBody(ParameterSpace.random(backend, 1), spec("resnet18", 3));
        ResNetBody wide = new ResNetBody(ParameterSpace.toBeLoaded(backend), spec("resnet50", 3))) {
      assertEquals(List.of("layer4.1.bn2.bias"), ImageNetBody.load(body, "w.pth", weights));
      FormatException e =
          assertThrows(FormatException.class, () -> ImageNetBody.load(wide, "w.pth", weights));
      assertTrue(e.getMessage().startsWith("w.pth: weights of another architecture"));
    }
  }

  @Test
  void pictureBandsShareTheColoursWeights() {
    SequencedMap<String, HostTensor> weights = stateDict("resnet18");
    try (ResNetBody body =
        new ResNetBody(ParameterSpace.toBeLoaded(backend), spec("resnet18", 5))) {
      ImageNetBody.load(body, "w.pth", weights);
      float[] colours = weights.get("conv1.weight").toFloats();
      float[] bands = body.state().get("conv1.weight").read().toFloats();
      assertEquals((colours[0] + colours[49] + colours[98]) / 5, bands[0], 1e-6);
      assertEquals(bands[0], bands[4 * 49]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152"})
  void networksAreKnownByTheNamesOfTheirWeights(String name) {
    try (ResNet network = new ResNet(ParameterSpace.toBeLoaded(backend), spec(name, 1), 2)) {
      Set<String> names = network.state().keySet();
      assertEquals(Optional.of(name), ImageNetBody.architecture(names, ""));
      Set<String> within =
          new LinkedHashSet<>(names.stream().map("backbone.body."::concat).toList());
      assertEquals(Optional.of(name), ImageNetBody.architecture(within, "backbone.body."));
      assertEquals(Optional.empty(), ImageNetBody.architecture(within, ""));
    }
  }

  @Test
  void othersAreNotTakenForOneOfThem() {
    try (CifarResNet cifar =
        new CifarResNet(
            ParameterSpace.toBeLoaded(backend),
            CifarResNetSpec.named("cifar_resnet20", 3, BatchNormSpec.trained()),
            10)) {
      assertEquals(Optional.empty(), ImageNetBody.architecture(cifar.state().keySet(), ""));
    }
    assertEquals(
        Optional.empty(), ImageNetBody.architecture(Map.<String, String>of().keySet(), ""));
  }
}
