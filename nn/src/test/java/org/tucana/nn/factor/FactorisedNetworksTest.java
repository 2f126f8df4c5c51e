package org.tucana.nn.factor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.Levels;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.Shape;
import org.tucana.nn.classifier.PooledResNet;
import org.tucana.nn.model.InputFormat;
import org.tucana.nn.model.ModelFile;
import org.tucana.nn.model.ModelMetadata;
import org.tucana.nn.model.Provenance;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.ConvSpec;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;

class FactorisedNetworksTest {
  private static final LayerForms FORMS =
      LayerForms.of(
          Map.of(
              "layer1.0.conv2", new LayerForm.Tucker2(23, 22),
              "layer2.0.downsample.0", new LayerForm.Svd(9),
              "conv1", new LayerForm.Cp(6),
              "fc", new LayerForm.TensorTrain(List.of(2, 2), List.of(16, 32), List.of(3))));

  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
  }

  @AfterEach
  void nothingStaysAlive() {
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private static ResNetSpec spec() {
    return ResNetSpec.named("resnet18", 3, BatchNormSpec.trained());
  }

  private ResNet resNet(LayerForms forms) {
    return FactorisedNetworks.build(
        ParameterSpace.random(backend, 1).withForms(forms), space -> new ResNet(space, spec(), 4));
  }

  private static Shape shape(NetworkModule network, String name) {
    return network.state().get(name).type().shape();
  }

  @Test
  void factorsAreNamedLikeTheLayersOfASequential() {
    try (ResNet network = resNet(FORMS)) {
      assertEquals(
          List.of("layer1.0.conv2.0.weight", "layer1.0.conv2.1.weight", "layer1.0.conv2.2.weight"),
          network.state().keySet().stream().filter(n -> n.startsWith("layer1.0.conv2")).toList());
      assertEquals(Shape.of(23, 64, 1, 1), shape(network, "layer1.0.conv2.0.weight"));
      assertEquals(Shape.of(22, 23, 3, 3), shape(network, "layer1.0.conv2.1.weight"));
      assertEquals(Shape.of(64, 22, 1, 1), shape(network, "layer1.0.conv2.2.weight"));
      assertEquals(Shape.of(9, 64, 1, 1), shape(network, "layer2.0.downsample.0.0.weight"));
      assertEquals(Shape.of(128, 9, 1, 1), shape(network, "layer2.0.downsample.0.1.weight"));
      assertEquals(Shape.of(6, 1, 7, 1), shape(network, "conv1.1.weight"));
      assertEquals(
          List.of("fc.core0", "fc.core1", "fc.bias"),
          network.state().keySet().stream().filter(n -> n.startsWith("fc")).toList());
      assertEquals(Shape.of(3, 2, 32, 1), shape(network, "fc.core1"));
    }
  }

  @Test
  void formsAreReadBackAndOtherLayersKeepTheirValues() {
    try (ResNet network = resNet(FORMS);
        ResNet plain = resNet(LayerForms.none())) {
      assertEquals(FORMS, FactorisedNetworks.forms(network));
      assertEquals(LayerForms.none(), FactorisedNetworks.forms(plain));
      assertEquals(
          List.copyOf(FactorisedNetworks.layers(plain).keySet()),
          List.copyOf(FactorisedNetworks.layers(network).keySet()));
      assertEquals(21, FactorisedNetworks.layers(plain).size());
      assertArrayEquals(
          plain.state().get("layer1.0.conv1.weight").read().toFloats(),
          network.state().get("layer1.0.conv1.weight").read().toFloats());
    }
  }

  @Test
  void aModelFilesConfigHoldsTheForms() {
    try (ResNet network = resNet(FORMS);
        ResNet plain = resNet(LayerForms.none())) {
      Map<String, String> others = Map.of("margin", "1.5");
      assertEquals(others, FactorisedNetworks.config(plain, others));
      ModelMetadata metadata = metadata(FactorisedNetworks.config(network, others));
      assertEquals("1.5", metadata.config().get("margin"));
      assertEquals(FORMS, FactorisedNetworks.forms("file", metadata));
      assertEquals(LayerForms.none(), FactorisedNetworks.forms("file", metadata(others)));
    }
  }

  private static ModelMetadata metadata(Map<String, String> config) {
    return new ModelMetadata(
        "resnet18",
        List.of("a"),
        new InputFormat(1, 8, 8, "linear", List.of(0.0), List.of(1.0)),
        new Provenance(1, "", "", ""),
        config);
  }

  @Test
  void theFormsOfAModelFileAreRefusedInItsName() {
    assertEquals(
        "file (factorization): layer 'fc' has method 'pca'; choose tucker2, svd, cp or tt",
        refusedOfFile("factorization", "{\"fc\": {\"method\": \"pca\"}}"));
    assertEquals(
        "file: layer fc: svd \"rank\" is 5, expected 1 to 4; lower it or leave the layer out",
        refusedOfFile("factorization", "{\"fc\": {\"method\": \"svd\", \"rank\": 5}}"));
  }

  private String refusedOfFile(String key, String json) {
    ModelFile file = new ModelFile(metadata(Map.of(key, json)), Map.of());
    return assertThrows(
            FormatException.class,
            () ->
                StoredWeights.of("file", file)
                    .build(
                        ParameterSpace.toBeLoaded(backend), space -> new ResNet(space, spec(), 4)))
        .getMessage();
  }

  @Test
  void filtersThatAreLeftOutAreReadBack() {
    LayerForms pruned = FORMS.withFilters(Map.of("layer1.0.conv1", 30, "layer4.1.conv1", 1));
    try (ResNet network = resNet(pruned)) {
      assertEquals(pruned, FactorisedNetworks.forms(network));
      assertEquals(Shape.of(30, 64, 3, 3), shape(network, "layer1.0.conv1.weight"));
      assertEquals(Shape.of(30), shape(network, "layer1.0.bn1.running_var"));
      // The factors after it read fewer channels too.
      assertEquals(Shape.of(23, 30, 1, 1), shape(network, "layer1.0.conv2.0.weight"));
      assertEquals(Shape.of(512, 1, 3, 3), shape(network, "layer4.1.conv2.weight"));
      Map<String, String> config = FactorisedNetworks.config(network, Map.of());
      assertEquals("{\"layer1.0.conv1\":30,\"layer4.1.conv1\":1}", config.get("pruning"));
      assertEquals(pruned, FactorisedNetworks.forms("file", metadata(config)));
    }
    // As many as there are is no change.
    try (ResNet network = resNet(LayerForms.none().withFilters(Map.of("layer1.0.conv1", 64)))) {
      assertEquals(LayerForms.none(), FactorisedNetworks.forms(network));
    }
  }

  @Test
  void levelsOfInputsAreReadBack() {
    LayerForms rounded =
        FORMS.withInputLevels(
            Map.of(
                "layer1.0.conv1", new Levels(0.1 / 3, 0, 255),
                "layer1.0.conv2.1", new Levels(1e-7, -128, 127)));
    try (ResNet network = resNet(rounded)) {
      assertEquals(rounded, FactorisedNetworks.forms(network));
      Map<String, String> config = FactorisedNetworks.config(network, Map.of());
      assertEquals(rounded, FactorisedNetworks.forms("file", metadata(config)));
    }
  }

  @Test
  void wrongLevelsOfInputsAreRefused() {
    for (String levels :
        List.of(
            "{}",
            "3",
            "{\"step\": 0, \"lowest\": 0, \"highest\": 255}",
            "{\"step\": 1, \"lowest\": 1, \"highest\": 255}",
            "{\"step\": 1, \"lowest\": 0, \"highest\": 1e12}",
            "{\"step\": 1, \"lowest\": 0, \"highest\": 255, \"zero\": 0}")) {
      String message = refusedOfFile("quantization", "{\"conv1\": " + levels + "}");
      assertTrue(
          message.startsWith("file (quantization): layer 'conv1' rounds its input to "), message);
    }
    assertTrue(
        refusedOfFile("quantization", "{\"bn1\": {\"step\": 1, \"lowest\": 0, \"highest\": 255}}")
            .startsWith("file: network: there is no layer 'bn1' that can round its input; it has"));
  }

  @Test
  void wrongNumbersOfFiltersAreRefused() {
    Map<String, String> expected =
        Map.of(
            "{\"layer1.0.conv1\": 65}",
            "file: layer layer1.0.conv1: it is to keep 65 filters, expected 1 to 64; correct the"
                + " number or leave the layer out",
            "{\"layer1.0.conv1\": 0}",
            "file (pruning): layer 'layer1.0.conv1' has 0 filters; give whole numbers of at least"
                + " 1, below 2^31",
            "{\"layer1.0.conv1\": 1.5}",
            "file (pruning): layer 'layer1.0.conv1' has 1.5 filters; give whole numbers of at least"
                + " 1, below 2^31",
            "{\"layer1.0.conv2\": 5}",
            "file: network: there is no layer 'layer1.0.conv2' that can have fewer filters; it has"
                + " layer1.0.conv1, layer1.1.conv1, layer2.0.conv1, layer2.1.conv1, layer3.0.conv1,"
                + " layer3.1.conv1, layer4.0.conv1, layer4.1.conv1");
    expected.forEach((json, message) -> assertEquals(message, refusedOfFile("pruning", json)));
  }

  @Test
  void aLayerThatANetworkLacksOrKeepsWholeIsRefused() {
    assertEquals(
        "network: there is no layer 'layer9.conv' that can be stored as factors; it has conv1,"
            + " layer1.0.conv1, layer1.0.conv2, layer1.1.conv1, layer1.1.conv2, layer2.0.conv1,"
            + " layer2.0.conv2, layer2.0.downsample.0, 13 more",
        refused(space -> new ResNet(space, spec(), 4), "layer9.conv", new LayerForm.Svd(1)));
    for (String name : List.of("bn1", "layer1", "layer1.0.conv2.1")) {
      assertTrue(
          refused(space -> new ResNet(space, spec(), 4), name, new LayerForm.Svd(1))
              .startsWith("network: there is no layer '" + name + "'"));
    }
    Function<ParameterSpace, PooledResNet> pooled = space -> new PooledResNet(space, spec(), 4);
    assertTrue(
        refused(pooled, "fc", new LayerForm.Svd(1)).startsWith("network: there is no layer 'fc'"));
  }

  private <M extends NetworkModule> String refused(
      Function<ParameterSpace, M> maker, String layer, LayerForm form) {
    ParameterSpace space =
        ParameterSpace.toBeLoaded(backend).withForms(LayerForms.of(Map.of(layer, form)));
    String message =
        assertThrows(FormatException.class, () -> FactorisedNetworks.build(space, maker))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void aFormThatDoesNotSuitItsConvolutionIsRefused() {
    ConvSpec spec = ConvSpec.of(8, 12, 3);
    ConvSpec grouped = spec.with(ConvGeometry.of(1, 1).withGroups(2));
    ConvSpec pointwise = ConvSpec.of(8, 12, 1);
    refusedConvolution(
        spec, new LayerForm.Tucker2(9, 1), "tucker2 \"in\" is 9, expected 1 to 8; lower it");
    refusedConvolution(
        grouped, new LayerForm.Tucker2(5, 1), "tucker2 \"in\" is 5, expected 1 to 4; lower it");
    refusedConvolution(
        spec, new LayerForm.Tucker2(8, 13), "tucker2 \"out\" is 13, expected 1 to 12; lower it");
    refusedConvolution(
        spec, new LayerForm.Svd(13), "svd \"rank\" is 13, expected 1 to 12; lower it");
    refusedConvolution(
        pointwise, new LayerForm.Svd(9), "svd \"rank\" is 9, expected 1 to 8; lower it");
    refusedConvolution(spec, new LayerForm.Cp(73), "cp \"rank\" is 73, expected 1 to 72; lower it");
    refusedConvolution(
        grouped,
        new LayerForm.Cp(2),
        "cp is for convolutions without groups, this one has 2; use tucker2 or leave");
    refusedConvolution(
        spec,
        new LayerForm.TensorTrain(List.of(1, 1), List.of(1, 1), List.of(1)),
        "tt is for linear layers but this is a convolution; use tucker2, svd or cp");
  }

  private void refusedConvolution(ConvSpec spec, LayerForm form, String expected) {
    refusedLayer(space -> Layers.conv2d(space, spec), form, expected);
  }

  private void refusedLayer(
      Function<ParameterSpace, NetworkModule> maker, LayerForm form, String expected) {
    String message = refused(space -> maker.apply(space.child("a.b")), "a.b", form);
    assertTrue(message.startsWith("layer a.b: " + expected), message);
  }

  @Test
  void aFormThatDoesNotSuitItsLinearLayerIsRefused() {
    refusedLinear(
        new LayerForm.Svd(13), "svd \"rank\" is 13, expected 1 to 12; lower it or leave the layer");
    refusedLinear(
        new LayerForm.Tucker2(1, 1),
        "tucker2 is for convolutions but this is a linear layer; use svd or tt");
    refusedLinear(
        new LayerForm.Cp(1), "cp is for convolutions but this is a linear layer; use svd or tt");
    refusedLinear(
        new LayerForm.TensorTrain(List.of(3, 4), List.of(4, 3), List.of(1)),
        "tt output sizes [3, 4] do not multiply to the layer's 20 outputs; choose sizes that do");
    int large = 1 << 30;
    refusedLinear(
        new LayerForm.TensorTrain(List.of(4, 5), List.of(large, large), List.of(1)),
        "tt input sizes [1073741824, 1073741824] do not multiply to the layer's 12 inputs; choose");
    refusedLinear(
        new LayerForm.TensorTrain(List.of(4, 5), List.of(4, 3), List.of(16)),
        "tt \"ranks[0]\" is 16, expected 1 to 15; lower it");
  }

  private void refusedLinear(LayerForm form, String expected) {
    refusedLayer(space -> Layers.linear(space, 12, 20), form, expected);
  }

  @Test
  void aWholeSpaceHasNoForm() {
    ParameterSpace space = ParameterSpace.random(backend, 1).withForms(FORMS).child("fc");
    assertEquals(Optional.of(FORMS.byName().get("fc")), space.form());
    assertEquals(Optional.empty(), space.whole().form());
  }
}
