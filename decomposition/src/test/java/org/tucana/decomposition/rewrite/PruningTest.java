package org.tucana.decomposition.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.RandomKey;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.InnerChannels;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.resnet.ResidualClassifier;
import org.tucana.nn.train.Progress;

/** Networks without some of their filters. */
class PruningTest {
  private static final TensorType PICTURE = TensorType.float32(1, 3, 32, 32);

  /** Sums of at most 512 * 9 products through some fifty layers. */
  private static final Tolerance SAME = Tolerance.of(8, 50 * 512 * 9);

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

  private static ResidualClassifier made(ParameterSpace space, String name) {
    return ResidualClassifier.named(name, 3, 4, BatchNormSpec.trained()).apply(space);
  }

  /** With normalisations that do something. */
  private ResidualClassifier drawn(String name) {
    ResidualClassifier network = made(ParameterSpace.random(backend, 5), name);
    network
        .state()
        .forEach((parameter, value) -> {
          if (parameter.matches(".*(bn\\d|downsample\\.1)\\.\\w+")) {
            value.assign(uniform(parameter, value.type().shape()));
          }
        });
    return network;
  }

  private static HostTensor uniform(String purpose, Shape shape) {
    var random = new RandomKey(3, purpose, 0).stream();
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(0.5, 1);
    }
    return HostTensor.of(shape, values);
  }

  private Compression<ResidualClassifier> compression(ResidualClassifier network, String name) {
    return new Compression<>(
        name,
        network,
        space -> made(space, name),
        List.of(
            new NetworkStage<>("whole", PICTURE, (n, x) -> List.of(n.forward(x, Mode.EVALUATE)))));
  }

  private static Compression.Result<ResidualClassifier> pruned(
      Compression<ResidualClassifier> compression, String layers, String rule, int runs) {
    LayerSet set = LayerSet.parse(layers);
    List<FilterChoice> choices = compression.choose(set, FilterRule.parse(rule));
    return compression.prune(set, rule, choices, runs, Progress.none());
  }

  private HostTensor output(ResidualClassifier network) {
    try (EagerSession session = new EagerSession(backend)) {
      return network.forward(session.upload(PlanTimer.values(PICTURE)), Mode.EVALUATE).read();
    }
  }

  /** Values with those at some places along an axis at 0. */
  private static HostTensor zeroed(HostTensor value, int axis, boolean[] kept) {
    float[] values = value.toFloats().clone();
    int inner = 1;
    for (int i = axis + 1; i < value.shape().rank(); i++) {
      inner *= value.shape().dim(i);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = kept[i / inner % kept.length] ? values[i] : 0;
    }
    return HostTensor.of(value.shape(), values);
  }

  /** Which filters of a layer are among the largest by L1 norm, worked out by sorting. */
  private static boolean[] largest(HostTensor weight, int count) {
    int filters = weight.shape().dim(0);
    double[] norms = new double[filters];
    int length = weight.shape().elements() / filters;
    for (int i = 0; i < weight.shape().elements(); i++) {
      norms[i / length] += Math.abs(weight.get(i));
    }
    double[] sorted = norms.clone();
    Arrays.sort(sorted);
    boolean[] kept = new boolean[filters];
    for (int f = 0; f < filters; f++) {
      kept[f] = norms[f] >= sorted[filters - count];
    }
    return kept;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet20", "resnet18", "resnet50"})
  void theThinnerNetworkIsTheOneWhoseSmallestFiltersAreMasked(String name) {
    try (ResidualClassifier network = drawn(name);
        ResidualClassifier masked = drawn(name);
        ResidualClassifier thin = pruned(compression(network, name), "all", "0.4", 0).network()) {
      SequencedMap<String, HostTensor> values = StateDict.read(masked);
      for (InnerChannels inner : FactorisedNetworks.innerChannels(network)) {
        boolean[] kept =
            largest(
                network.state().get(inner.producer() + ".weight").read(),
                (int) Math.round(0.4 * inner.whole()));
        for (String consumer : inner.consumers()) {
          values.computeIfPresent(consumer + ".weight", (key, weight) -> zeroed(weight, 1, kept));
        }
      }
      StateDict.load(masked, "masked", values);
      SAME.check(name, output(masked), output(thin));
      int parameters = parameters(network);
      assertTrue(parameters(thin) < 0.7 * parameters, "it is stored thinner");
    }
  }

  private static int parameters(ResidualClassifier network) {
    return network.parameters().stream().mapToInt(p -> p.type().shape().elements()).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet20", "resnet50"})
  void withoutFiltersOfZerosOutputsStayTheSame(String name) {
    try (ResidualClassifier network = drawn(name)) {
      SequencedMap<String, HostTensor> values = StateDict.read(network);
      for (InnerChannels inner : FactorisedNetworks.innerChannels(network)) {
        boolean[] kept = new boolean[inner.whole()];
        for (int i = 0; i < kept.length; i += 2) {
          kept[i] = true;
        }
        values.computeIfPresent(
            inner.producer() + ".weight", (key, weight) -> zeroed(weight, 0, kept));
        for (String norm : inner.norms()) {
          for (String part : List.of(".bias", ".running_mean")) {
            values.computeIfPresent(norm + part, (key, value) -> zeroed(value, 0, kept));
          }
        }
      }
      StateDict.load(network, "half of it", values);
      Compression.Result<ResidualClassifier> result =
          pruned(compression(network, name), "all", "0.5", 0);
      try (ResidualClassifier thin = result.network()) {
        SAME.check(name, output(network), output(thin));
        assertTrue(result.report().stages().getFirst().outputError() < 1e-5);
      }
    }
  }

  @Test
  void costsOfLayersAndNetworkAgree() {
    try (ResidualClassifier network = drawn("cifar_resnet20")) {
      Compression.Result<ResidualClassifier> result =
          pruned(compression(network, "cifar_resnet20"), "layer1.*", "0.25", 1);
      result.network().close();
      RewriteReport report = result.report();
      assertEquals(Treatment.PRUNING, report.treatment());
      assertEquals(
          List.of(
              "layer1.0.conv1",
              "layer1.0.conv2",
              "layer1.1.conv1",
              "layer1.1.conv2",
              "layer1.2.conv1",
              "layer1.2.conv2"),
          report.changes().stream().map(LayerChange::name).toList());
      LayerChange first = report.changes().getFirst();
      assertEquals("3x3 16 to 16", first.change().weight());
      assertEquals("16 to 4", first.change().made().numbers());
      assertEquals("4 to 16", report.changes().get(1).change().made().numbers());
      assertEquals(16 * 16 * 9, first.before().parameters());
      assertEquals(16 * 4 * 9, first.after().parameters());
      assertEquals(16 * 4 * 9 * 32 * 32, first.after().macs());
      assertTrue(first.relativeError() > 0 && first.relativeError() < 1);
      assertTrue(first.after().millis().getAsDouble() > 0);
      long saved =
          report.changes().stream().mapToLong(c -> c.before().macs() - c.after().macs()).sum();
      assertEquals(report.before().macs() - saved, report.after().macs());
      // Each normalisation has lost 12 of its 16 scales and shifts.
      long weights =
          report.changes().stream()
              .mapToLong(c -> c.before().parameters() - c.after().parameters())
              .sum();
      assertEquals(
          report.before().parameters() - weights - 3 * 2 * 12, report.after().parameters());
    }
  }

  @Test
  void aBudgetIsTheWidestThatMeetsIt() {
    try (ResidualClassifier network = drawn("resnet50")) {
      Compression<ResidualClassifier> compression = compression(network, "resnet50");
      Compression.Result<ResidualClassifier> result = pruned(compression, "all", "macs:0.5", 0);
      result.network().close();
      RewriteReport report = result.report();
      double share = (double) report.after().macs() / report.before().macs();
      assertTrue(share <= 0.5 && share > 0.49, "share " + share);
      refuses(
          "cannot be reached: with one filter in 512 of these 32 layers",
          () -> pruned(compression, "all", "macs:0.01", 0));
    }
  }

  @Test
  void whatIsPrunedIsFactoredAndPrunedFurther() throws IOException {
    String name = "cifar_resnet20";
    try (ResidualClassifier network = drawn(name);
        ResidualClassifier thin = pruned(compression(network, name), "all", "0.5", 0).network()) {
      Compression<ResidualClassifier> second = compression(thin, name);
      LayerSet set = LayerSet.parse("layer2.0.*");
      try (ResidualClassifier factored =
          second
              .run(
                  set,
                  "ratio:0.5",
                  second.choose(set, RankRules.parse("ratio:0.5"), 0, Progress::none),
                  0,
                  Progress.none())
              .network()) {
        assertEquals(
            FactorisedNetworks.forms(thin).filters(), FactorisedNetworks.forms(factored).filters());
        assertEquals(2, FactorisedNetworks.forms(factored).byName().size());
        // What is stored as factors keeps its filters.
        Compression<ResidualClassifier> third = compression(factored, name);
        refuses(
            "nothing matches 'layer2.0.conv1'", () -> pruned(third, "layer2.0.conv1", "0.5", 0));
        try (ResidualClassifier thinner = pruned(third, "all", "0.5", 0).network()) {
          Map<String, Integer> filters = FactorisedNetworks.forms(thinner).filters();
          assertEquals(16, filters.get("layer2.0.conv1"));
          assertEquals(8, filters.get("layer2.1.conv1"));
          assertEquals(4, filters.get("layer1.0.conv1"));
        }
      }
    }
  }

  @Test
  void everyFilterStaysWhereAllAreKept() {
    try (ResidualClassifier network = drawn("cifar_resnet20")) {
      Compression.Result<ResidualClassifier> result =
          pruned(compression(network, "cifar_resnet20"), "layer1.0.*", "1", 0);
      try (ResidualClassifier same = result.network()) {
        assertArrayEquals(output(network).toFloats(), output(same).toFloats());
        assertEquals(
            List.of("layer1.0.conv1: all of its filters stay"), result.report().leftAlone());
        assertEquals(List.of(), result.report().changes());
      }
    }
  }

  @Test
  void wrongSharesAndNetworksAreRefused() {
    for (String text : List.of("0", "1.1", "-1", "half", "macs:", "macs:2", "NaN", "")) {
      refuses("prune: '" + text + "' is no share of filters", () -> FilterRule.parse(text));
    }
    try (SmallNetwork network = SmallNetwork.drawn(backend)) {
      refuses(
          "prune: no layer of the network can lose filters",
          () ->
              SmallNetwork.compression(network)
                  .choose(new LayerSet.All(), FilterRule.parse("0.5")));
    }
  }

  private static void refuses(String words, Runnable action) {
    FormatException e = assertThrows(FormatException.class, action::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
