package org.tucana.detection.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.detection.config.BoxConfig;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;

/** A box head with a layer of its own for classes. */
class ClassLayerTest {
  private static final int WIDTH = 6;
  private static final int LABELS = 4;
  private static final int REGIONS = 5;
  private static final int CHANNELS = 2;
  private static final int FEATURES = WIDTH + 2 * CHANNELS;
  private static final BoxConfig CONFIG = BoxConfig.defaults().withHeadWidth(WIDTH);

  private Backend backend;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static HostTensor drawn(String name, int... dims) {
    Philox random = new RandomKey(3, name, 0).stream();
    float[] values = new float[Shape.of(dims).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return HostTensor.of(Shape.of(dims), values);
  }

  private float[] probabilities(BoxHead head) {
    try (EagerSession session = new EagerSession(backend)) {
      float[] features = drawn("features", REGIONS, FEATURES).toFloats();
      return Activations.softmax(head.classLogits(session.tensor(features, REGIONS, FEATURES)), 1)
          .toFloats();
    }
  }

  @Test
  void theLayerDecidesAmongClassesAndNothingElse() {
    HostTensor weight = drawn("layer", LABELS - 1, FEATURES);
    HostTensor bias = drawn("bias", LABELS - 1);
    try (BoxHead plain = new BoxHead(ParameterSpace.random(backend, 1), CHANNELS, CONFIG, LABELS);
        BoxHead layered =
            new BoxHead(
                ParameterSpace.random(backend, 2), CHANNELS, CONFIG.withClassLayer(), LABELS)) {
      Map<String, HostTensor> weights = new LinkedHashMap<>(StateDict.read(plain));
      weights.put(BoxHead.CLASS_LAYER + ".weight", weight);
      weights.put(BoxHead.CLASS_LAYER + ".bias", bias);
      StateDict.load(layered, "test", weights);
      float[] before = probabilities(plain);
      float[] after = probabilities(layered);
      for (int r = 0; r < REGIONS; r++) {
        assertEquals(before[r * LABELS], after[r * LABELS], 1e-6f, "background of region " + r);
        assertArrayEquals(ofLayer(weight, bias, r), givenObject(after, r), 1e-5f);
      }
    }
  }

  @Test
  void featuresGiveTheLogitsThatRegionsGive() {
    try (BoxHead head =
            new BoxHead(
                ParameterSpace.random(backend, 3), CHANNELS, CONFIG.withClassLayer(), LABELS);
        EagerSession session = new EagerSession(backend)) {
      int side = BoxHead.REGION_SIDE;
      float[] bins = drawn("regions", REGIONS, CHANNELS, side, side).toFloats();
      Tensor regions = session.tensor(bins, REGIONS, CHANNELS, side, side);
      Tensor features = head.features(regions);
      assertArrayEquals(new int[] {REGIONS, FEATURES}, features.shape().dims());
      assertArrayEquals(
          head.forward(regions).classLogits().toFloats(),
          head.classLogits(features).toFloats(),
          1e-6f);
      int cells = side * side;
      double sum = 0;
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < cells; i++) {
        sum += bins[cells + i];
        largest = Math.max(largest, bins[cells + i]);
      }
      float[] first = features.toFloats();
      assertEquals(sum / cells, first[WIDTH + 1], 1e-6, "mean of the second channel");
      assertEquals(largest, first[WIDTH + CHANNELS + 1], "its largest value");
    }
  }

  /** Probabilities of the classes of a region that shows an object. */
  private static float[] givenObject(float[] probabilities, int region) {
    float[] given = new float[LABELS - 1];
    for (int k = 0; k < given.length; k++) {
      given[k] = probabilities[region * LABELS + k + 1] / (1 - probabilities[region * LABELS]);
    }
    return given;
  }

  /** The softmax of the layer's logits, by hand. */
  private static float[] ofLayer(HostTensor weight, HostTensor bias, int region) {
    float[] features = drawn("features", REGIONS, FEATURES).toFloats();
    double[] odds = new double[LABELS - 1];
    double sum = 0;
    for (int k = 0; k < odds.length; k++) {
      double logit = bias.toFloats()[k];
      for (int f = 0; f < FEATURES; f++) {
        logit += (double) weight.toFloats()[k * FEATURES + f] * features[region * FEATURES + f];
      }
      odds[k] = Math.exp(logit);
      sum += odds[k];
    }
    float[] probabilities = new float[odds.length];
    for (int k = 0; k < odds.length; k++) {
      probabilities[k] = (float) (odds[k] / sum);
    }
    return probabilities;
  }
}
