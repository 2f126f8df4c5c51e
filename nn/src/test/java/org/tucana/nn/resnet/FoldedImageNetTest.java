package org.tucana.nn.resnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.io.Safetensors;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Convolutions;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.BatchNorm2dLayer;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.testing.Close;

class FoldedImageNetTest {
  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("reference", BackendOptions.defaults());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private ResNetBody body(int channels) {
    return new ResNetBody(
        ParameterSpace.toBeLoaded(backend).child("backbone").child("body"),
        ResNetSpec.named("resnet18", channels, BatchNormSpec.frozen()));
  }

  private static float[] value(NetworkModule module, String name) {
    return module.state().get("backbone.body." + name).read().toFloats();
  }

  @Test
  void theStoredWeightsLoadButForFourConvolutions() throws IOException {
    Map<String, HostTensor> folded =
        Safetensors.read(
                SharedData.require("data/weights/resnet18_imagenet_folded_partial.safetensors"))
            .tensors();
    try (ResNetBody body = body(3)) {
      List<String> missing = FoldedImageNet.load(body, "weights", folded);
      assertEquals(
          List.of(
              "backbone.body.layer4.0.conv1.weight",
              "backbone.body.layer4.0.conv2.weight",
              "backbone.body.layer4.1.conv1.weight",
              "backbone.body.layer4.1.conv2.weight"),
          missing);
      assertArrayEquals(
          folded.get("layer2.0.downsample.0.weight").toFloats(),
          value(body, "layer2.0.downsample.0.weight"));
      assertArrayEquals(
          folded.get("layer2.0.downsample.0.bias").toFloats(),
          value(body, "layer2.0.downsample.1.bias"));
      assertArrayEquals(
          folded.get("layer1.1.conv2.bias").toFloats(), value(body, "layer1.1.bn2.bias"));
    }
  }

  @Test
  void convolutionsThatAreStoredAsFactorsAreMissing() {
    LayerForms forms =
        LayerForms.of(
            Map.of(
                "layer1.0.conv2", new LayerForm.Tucker2(3, 4),
                "layer2.0.downsample.0", new LayerForm.Svd(5)));
    try (ResNetBody body =
        new ResNetBody(
            ParameterSpace.toBeLoaded(backend).withForms(forms),
            ResNetSpec.named("resnet18", 3, BatchNormSpec.frozen()))) {
      List<String> missing = FoldedImageNet.load(body, "weights", stem(3));
      assertTrue(
          missing.containsAll(
              List.of(
                  "layer1.0.conv2.0.weight",
                  "layer1.0.conv2.1.weight",
                  "layer1.0.conv2.2.weight",
                  "layer2.0.downsample.0.0.weight",
                  "layer2.0.downsample.0.1.weight")),
          missing.toString());
      assertEquals(20 - 1 + 2 + 1, missing.size());
    }
  }

  @Test
  void normalisationAddsTheBiasOnly() {
    Map<String, HostTensor> folded = stem(3);
    try (ResNetBody body = body(3);
        EagerSession session = new EagerSession(backend)) {
      FoldedImageNet.load(body, "weights", folded);
      BatchNorm2dLayer norm =
          (BatchNorm2dLayer)
              body.children().stream()
                  .filter(m -> m.path().endsWith("bn1"))
                  .findFirst()
                  .orElseThrow();
      Tensor x = session.upload(HostTensor.of(Shape.of(1, 3, 8, 8), pattern(3 * 8 * 8, 0.1f)));
      Tensor weight = session.upload(folded.get("conv1.weight"));
      ConvGeometry geometry = ConvGeometry.of(2, 3);
      Tensor biased =
          Convolutions.conv2d(
              x, weight, Optional.of(session.upload(folded.get("conv1.bias"))), geometry);
      Tensor bare = Convolutions.conv2d(x, weight, Optional.empty(), geometry);
      Close.toLargest(
          "stem", biased.toFloats(), norm.forward(bare, Mode.EVALUATE).toFloats(), 1e-6);
    }
  }

  @Test
  void otherChannelCountsGiveTheSameOnGreyPictures() {
    Map<String, HostTensor> folded = stem(3);
    try (ResNetBody body = body(5)) {
      FoldedImageNet.load(body, "weights", folded);
      float[] colours = folded.get("conv1.weight").toFloats();
      float[] bands = value(body, "conv1.weight");
      for (int p = 0; p < 49; p++) {
        assertEquals(
            colours[p] + colours[49 + p] + colours[98 + p],
            bands[p] + bands[49 + p] + bands[98 + p] + bands[147 + p] + bands[196 + p],
            1e-6);
      }
    }
  }

  @Test
  void foreignWeightsAreRefused() {
    try (ResNetBody body = body(3)) {
      FormatException none =
          assertThrows(
              FormatException.class,
              () ->
                  FoldedImageNet.load(
                      body, "w", Map.of("features.0.weight", HostTensor.of(Shape.of(1), 1f))));
      assertTrue(none.getMessage().startsWith("w: holds no convolution"), none.getMessage());
      Map<String, HostTensor> wide = stem(3);
      wide.put("conv1.bias", HostTensor.of(Shape.of(32), new float[32]));
      FormatException shape =
          assertThrows(FormatException.class, () -> FoldedImageNet.load(body, "w", wide));
      assertTrue(shape.getMessage().contains("another architecture"), shape.getMessage());
    }
  }

  private static Map<String, HostTensor> stem(int channels) {
    Map<String, HostTensor> folded = new LinkedHashMap<>();
    folded.put(
        "conv1.weight",
        HostTensor.of(Shape.of(64, channels, 7, 7), pattern(64 * channels * 49, 0.01f)));
    folded.put("conv1.bias", HostTensor.of(Shape.of(64), pattern(64, 0.3f)));
    return folded;
  }

  private static float[] pattern(int count, float scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * ((i * 37) % 19 - 9);
    }
    return values;
  }
}
