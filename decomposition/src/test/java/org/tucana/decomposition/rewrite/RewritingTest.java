package org.tucana.decomposition.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.NetworkModule;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.train.Progress;

/** The factors of a rewritten network stand for its weights as well as they say. */
class RewritingTest {
  private static final Map<String, LayerForm> FULL =
      Map.of(
          "layer1.0.conv2", new LayerForm.Tucker2(3, 8),
          "grouped", new LayerForm.Tucker2(4, 6),
          "pointwise", new LayerForm.Svd(12),
          "fc", new LayerForm.Svd(6));

  private static final Map<String, LayerForm> TRUNCATED =
      Map.of(
          "layer1.0.conv2", new LayerForm.Tucker2(2, 3),
          "grouped", new LayerForm.Tucker2(2, 3),
          "pointwise", new LayerForm.Svd(5),
          "fc", new LayerForm.Svd(2));

  private static final Map<String, LayerForm> OTHER_METHODS =
      Map.of(
          "layer1.0.conv2", new LayerForm.Cp(9),
          "pointwise", new LayerForm.Tucker2(4, 5),
          "fc", new LayerForm.TensorTrain(List.of(2, 3), List.of(4, 4), List.of(3)));

  private static final Map<String, LayerForm> MATRICES =
      Map.of(
          "layer1.0.conv2", new LayerForm.Svd(4),
          "grouped", new LayerForm.Svd(3),
          "fc", new LayerForm.Svd(1));

  static Stream<Map<String, LayerForm>> forms() {
    return Stream.of(FULL, TRUNCATED, OTHER_METHODS, MATRICES);
  }

  private static Rewriting<SmallNetwork> rewritten(
      SmallNetwork network, Map<String, LayerForm> forms) {
    List<RankChoice> choices =
        SmallNetwork.compression(network).candidates(new LayerSet.All()).layers().stream()
            .map(layer -> choice(layer, forms))
            .toList();
    return Rewriting.of(network, SmallNetwork::new, choices, Progress.none());
  }

  private static RankChoice choice(CandidateLayer layer, Map<String, LayerForm> forms) {
    LayerForm form = forms.get(layer.name());
    return form == null
        ? RankChoice.leave(layer, "not asked for")
        : RankChoice.of(layer, form, "asked for");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theErrorIsThatOfTheWeightThatTheFactorsStandFor(Map<String, LayerForm> forms) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      Rewriting<SmallNetwork> rewriting = rewritten(network, forms);
      try (SmallNetwork after = rewriting.network()) {
        assertEquals(forms.keySet(), rewriting.relativeErrors().keySet());
        rewriting
            .relativeErrors()
            .forEach((name, error) -> {
              float[] was = standsFor(network, name);
              float[] is = standsFor(after, name);
              double actual = relative(was, is);
              assertEquals(error, actual, 2e-6 + 1e-5 * error, name);
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everythingElseIsCopied(Map<String, LayerForm> forms) {
    try (Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
        SmallNetwork network = SmallNetwork.drawn(backend);
        SmallNetwork after = rewritten(network, forms).network()) {
      Map<String, HostTensor> was = StateDict.read(network);
      assertEquals(forms, FactorisedNetworks.forms(after).byName());
      StateDict.read(after)
          .forEach((name, value) -> {
            if (was.containsKey(name)) {
              assertTrue(relative(was.get(name).toFloats(), value.toFloats()) == 0, name);
            }
          });
      // The bias of a factorised layer goes to its last part.
      Map<String, HostTensor> is = new HashMap<>(StateDict.read(after));
      was.keySet().stream()
          .filter(name -> name.endsWith(".bias") && !is.containsKey(name))
          .forEach(name -> {
            String layer = name.substring(0, name.length() - ".bias".length());
            float[] moved =
                is.entrySet().stream()
                    .filter(e -> e.getKey().matches(layer + "\\.\\d\\.bias"))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .toFloats();
            assertEquals(0, relative(was.get(name).toFloats(), moved), name);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aRewrittenNetworkIsRewrittenFurther(Map<String, LayerForm> forms) {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        SmallNetwork network = SmallNetwork.drawn(backend);
        SmallNetwork once = rewritten(network, Map.of("fc", forms.get("fc"))).network();
        SmallNetwork twice =
            rewritten(once, Map.of("layer1.0.conv2", forms.get("layer1.0.conv2"))).network();
        SmallNetwork both =
            rewritten(
                    network,
                    Map.of("fc", forms.get("fc"), "layer1.0.conv2", forms.get("layer1.0.conv2")))
                .network()) {
      Map<String, HostTensor> expected = StateDict.read(both);
      Map<String, HostTensor> actual = StateDict.read(twice);
      assertEquals(expected.keySet(), actual.keySet());
      expected.forEach((name, value) ->
          assertEquals(0, relative(value.toFloats(), actual.get(name).toFloats()), name));
    }
  }

  /** The weight that a layer multiplies by: what it makes of one-hot inputs, less its bias. */
  private static float[] standsFor(NetworkModule network, String name) {
    Layer layer = FactorisedNetworks.layers(network).get(name);
    try (EagerSession session = new EagerSession(network.backend())) {
      int[] dims =
          switch (name) {
            case "layer1.0.conv2" -> new int[] {3, 3, 3};
            case "grouped" -> new int[] {8, 3, 3};
            case "pointwise" -> new int[] {12, 1, 1};
            default -> new int[] {16};
          };
      int inputs = 1;
      for (int d : dims) {
        inputs *= d;
      }
      float[] oneHot = new float[(inputs + 1) * inputs];
      for (int i = 0; i < inputs; i++) {
        oneHot[i * inputs + i] = 1;
      }
      int[] shape = new int[dims.length + 1];
      shape[0] = inputs + 1;
      System.arraycopy(dims, 0, shape, 1, dims.length);
      HostTensor all = layer.forward(session.upload(HostTensor.of(Shape.of(shape), oneHot))).read();
      float[] values = all.toFloats();
      int outputs = values.length / (inputs + 1);
      float[] weight = new float[inputs * outputs];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = values[i] - values[inputs * outputs + i % outputs];
      }
      return weight;
    }
  }

  private static double relative(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
  }
}
