package org.tucana.nn.resnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.nn.factor.StoredWeights;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.testing.Close;

class CifarResNetTest {
  private static final int CLASSES = 10;

  /**
   * Logits of the public ResNet-20 for the two pictures of {@link #pictures}, by a forward pass in
   * numpy (float64, convolutions by einsum over shifted pictures) that was written for this test
   * alone and reads the file with Python's pickle.
   */
  private static final float[] LOGITS = {
    -1.3404604f, 0.6329237f, -0.6786729f, 0.1536356f, -1.2849755f,
    0.0447912f, 9.300358f, -3.7543344f, -5.1545677f, 2.11977f,
    -1.0772961f, -0.24002527f, -0.8052496f, -0.4898236f, -1.5122067f,
    -0.0846787f, 10.338008f, -3.2739751f, -5.6972713f, 2.8890607f
  };

  private static HostTensor pictures() {
    float[] values = new float[2 * 3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 101 / 50f - 1;
    }
    return HostTensor.of(Shape.of(2, 3, 32, 32), values);
  }

  private static CifarResNet network(Backend backend, String name) {
    return new CifarResNet(
        ParameterSpace.toBeLoaded(backend),
        CifarResNetSpec.named(name, 3, BatchNormSpec.trained()),
        CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "cifar_resnet20, 269722",
    "cifar_resnet32, 464154",
    "cifar_resnet44, 658586",
    "cifar_resnet56, 853018"
  })
  void parameterCountsAreThePublished(String name, long parameters) {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        CifarResNet network = network(backend, name)) {
      assertEquals(
          parameters,
          network.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum());
    }
  }

  @Test
  void thePublicWeightsAreUsedWholly() throws IOException {
    Path file = SharedData.require("data/weights/cifar_resnet20.th");
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        CifarResNet network = network(backend, "cifar_resnet20")) {
      Set<String> unused = new HashSet<>(StoredWeights.read(file).values().keySet());
      unused.removeAll(network.state().keySet());
      unused.removeIf(name -> name.endsWith("num_batches_tracked"));
      assertEquals(Set.of(), unused);
      assertEquals(Set.of(), missing(network, StoredWeights.read(file)));
    }
  }

  private static Set<String> missing(CifarResNet network, StoredWeights weights) {
    Set<String> missing = new HashSet<>(network.state().keySet());
    missing.removeAll(weights.values().keySet());
    return missing;
  }

  private static Stream<String> backends() {
    return TestBackends.names("cpu", "reference");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void logitsOfThePublicWeightsAreNumpys(String backendName) throws IOException {
    StoredWeights weights =
        StoredWeights.read(SharedData.require("data/weights/cifar_resnet20.th"));
    try (Backend backend = TestBackends.open(backendName, BackendOptions.defaults())) {
      HostTensor logits =
          ResNetInference.logits(backend, "cifar_resnet20", CLASSES, weights, pictures());
      assertEquals(Shape.of(2, CLASSES), logits.shape());
      Close.toLargest("logits", LOGITS, logits.toFloats(), 1e-4);
    }
  }

  /** Every second row and column, between channels of zeros. */
  @Test
  void shortcutsThinAndPad() {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      Tensor x =
          session.upload(
              HostTensor.of(
                  Shape.of(1, 2, 3, 3),
                  new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3, -4, -5, -6, -7, -8, -9}));
      Tensor y = new Shortcut.Padding(2, 1, 1).forward(x, Mode.EVALUATE);
      assertEquals(Shape.of(1, 4, 2, 2), y.shape());
      Close.toLargest(
          "shortcut",
          new float[] {0, 0, 0, 0, 1, 3, 7, 9, -1, -3, -7, -9, 0, 0, 0, 0},
          y.toFloats(),
          0);
    }
  }

  @Test
  void unknownNamesAreListed() {
    FormatException e =
        assertThrows(
            FormatException.class,
            () -> ResidualClassifier.named("cifar_resnet21", 3, CLASSES, BatchNormSpec.trained()));
    assertTrue(
        e.getMessage()
            .contains("there is no 'cifar_resnet21', expected one of resnet18, resnet34,"),
        e.getMessage());
    assertTrue(e.getMessage().contains("resnet152, cifar_resnet20, cifar_resnet32"));
  }
}
