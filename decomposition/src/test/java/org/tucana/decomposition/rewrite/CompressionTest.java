package org.tucana.decomposition.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.RankCandidates;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.nn.module.BatchNormSpec;
import org.tucana.nn.module.Mode;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.resnet.ResNet;
import org.tucana.nn.resnet.ResNetSpec;
import org.tucana.nn.train.Progress;

/** A network compressed as a whole, and what is reported of it. */
class CompressionTest {
  /** "At full rank outputs change by less than 1e-4 of the largest value". */
  private static final double FULL_RANK = 1e-4;

  private static Compression.Result<SmallNetwork> compress(
      SmallNetwork network, String layers, String rule, int runs) throws IOException {
    Compression<SmallNetwork> compression = SmallNetwork.compression(network);
    LayerSet set = LayerSet.parse(layers);
    List<RankChoice> choices = compression.choose(set, RankRules.parse(rule), runs, Progress::none);
    return compression.run(set, rule, choices, runs, Progress.none());
  }

  private static Backend open() {
    return TestBackends.chosen("cpu", BackendOptions.threads(1));
  }

  @Test
  void costsOfLayersAndNetworkAgree() throws IOException {
    try (Backend backend = open();
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      long live = backend.memory().liveBytes();
      Compression.Result<SmallNetwork> result = compress(network, "all", "fixed:2", 1);
      RewriteReport report = result.report();
      assertEquals(
          List.of("layer1.0.conv2", "grouped", "pointwise", "fc"),
          report.changes().stream().map(LayerChange::name).toList());
      // 7x7 outputs of 3x3x3 to 8 channels: by hand.
      Footprint before = report.changes().getFirst().before();
      Footprint after = report.changes().getFirst().after();
      assertEquals(216, before.parameters());
      assertEquals(216 * 49, before.macs());
      assertEquals(3 * 2 * 9 + 2 * 8, after.parameters());
      assertEquals((3 * 2 * 9 + 2 * 8) * 49, after.macs());
      // Every multiply-accumulate of the network lies in one of these layers.
      assertEquals(
          report.before().macs(),
          report.changes().stream().mapToLong(c -> c.before().macs()).sum());
      assertEquals(
          report.after().macs(), report.changes().stream().mapToLong(c -> c.after().macs()).sum());
      // Biases stay.
      long saved =
          report.changes().stream()
              .mapToLong(c -> c.before().parameters() - c.after().parameters())
              .sum();
      assertEquals(report.before().parameters() - saved, report.after().parameters());
      assertTrue(report.before().millis().isPresent());
      assertTrue(report.changes().stream().allMatch(c -> c.after().millis().getAsDouble() > 0));
      result.network().close();
      assertEquals(live, backend.memory().liveBytes());
    }
  }

  @Test
  void nothingIsTimedWhereNothingIsAsked() throws IOException {
    try (Backend backend = open();
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression.Result<SmallNetwork> result = compress(network, "fc,grouped", "ratio:0.5", 0);
      try (SmallNetwork _ = result.network()) {
        assertEquals(
            List.of("grouped", "fc"),
            result.report().changes().stream().map(LayerChange::name).toList());
        assertTrue(result.report().after().millis().isEmpty());
      }
    }
  }

  @Test
  void layersThatABudgetNeedsNotStayAsTheyAre() throws IOException {
    try (Backend backend = open();
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression.Result<SmallNetwork> result = compress(network, "all", "macs:0.97", 0);
      try (SmallNetwork _ = result.network()) {
        RewriteReport report = result.report();
        assertTrue(report.after().macs() <= 0.97 * report.before().macs());
        assertEquals(4, report.changes().size() + report.leftAlone().size());
        assertTrue(!report.leftAlone().isEmpty());
        assertTrue(report.stages().getFirst().outputError() > 0);
      }
    }
  }

  @Test
  void pointwiseMeansOneByOneConvolutions() {
    try (Backend backend = open();
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression<SmallNetwork> compression = SmallNetwork.compression(network);
      LayerSet set = LayerSet.parse("pointwise");
      RankCandidates candidates = compression.candidates(set);
      assertEquals(
          List.of("pointwise"), candidates.layers().stream().map(CandidateLayer::name).toList());
      RankCandidates others = compression.candidates(LayerSet.parse("fc,grouped"));
      refuses("the network has none that is not stored as factors", () -> set.of(others));
    }
  }

  @ParameterizedTest
  @CsvSource({"published", "all"})
  void atFullRankOutputsHardlyChange(String layers) throws IOException {
    try (Backend backend = open();
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression.Result<SmallNetwork> result = compress(network, layers, "ratio:1", 0);
      try (SmallNetwork after = result.network();
          EagerSession session = new EagerSession(backend)) {
        HostTensor x = PlanTimer.values(SmallNetwork.INPUT);
        assertClose(
            network.forward(session.upload(x)).read(), after.forward(session.upload(x)).read());
      }
    }
  }

  @Test
  void aResidualNetworkAtFullRankHardlyChanges() throws IOException {
    ResNetSpec spec = ResNetSpec.named("resnet18", 3, BatchNormSpec.trained());
    TensorType picture = TensorType.float32(1, 3, 64, 64);
    try (Backend backend = open();
        ResNet network = new ResNet(ParameterSpace.random(backend, 3), spec, 4)) {
      Compression<ResNet> compression =
          new Compression<>(
              "resnet18",
              network,
              space -> new ResNet(space, spec, 4),
              List.of(
                  new NetworkStage<>(
                      "whole", picture, (n, x) -> List.of(n.forward(x, Mode.EVALUATE)))));
      LayerSet set = LayerSet.parse("published");
      List<RankChoice> choices =
          compression.choose(set, RankRules.parse("ratio:1"), 0, Progress::none);
      Compression.Result<ResNet> result =
          compression.run(set, "ratio:1", choices, 0, Progress.none());
      try (ResNet after = result.network();
          EagerSession session = new EagerSession(backend)) {
        assertEquals(8, result.report().changes().size());
        HostTensor x = PlanTimer.values(picture);
        assertClose(
            network.forward(session.upload(x), Mode.EVALUATE).read(),
            after.forward(session.upload(x), Mode.EVALUATE).read());
      }
    }
  }

  private static void assertClose(HostTensor expected, HostTensor actual) {
    double largest = 0;
    for (int i = 0; i < expected.shape().elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    for (int i = 0; i < expected.shape().elements(); i++) {
      assertEquals(expected.get(i), actual.get(i), FULL_RANK * largest, "element " + i);
    }
  }

  @Test
  void layerSetsRefuseWhatMatchesNothing() {
    List<String> names = List.of("conv1", "layer1.0.conv2", "fc");
    assertEquals(List.of("layer1.0.conv2"), LayerSet.parse("published").choose(names));
    assertEquals(names, LayerSet.parse("all").choose(names));
    assertEquals(List.of("conv1", "fc"), LayerSet.parse("fc, conv*").choose(names));
    assertEquals(List.of("conv1"), LayerSet.parse("conv[0,1]").choose(names));
    assertEquals(List.of("conv1", "fc"), LayerSet.parse("conv[01], [e-g]?").choose(names));
    assertEquals("conv[0,1],f[c]", LayerSet.parse("conv[0,1],f[c]").toString());
    refuses("'conv[1' opens a bracket at character 5", () -> LayerSet.parse("fc,conv[1,conv2"));
    refuses("nothing matches 'layer9.*'", () -> LayerSet.parse("fc,layer9.*").choose(names));
    refuses("name one of these", () -> LayerSet.parse("fc,layer9.*").choose(names));
    refuses("a set for ranks", () -> LayerSet.parse("pointwise").choose(names));
    refuses("holds an empty pattern", () -> LayerSet.parse("fc,,conv1"));
    refuses("holds an empty pattern", () -> LayerSet.parse("fc,"));
    refuses("say all, or patterns of", () -> LayerSet.parse("published").choose(List.of("fc")));
    refuses("compress the original", () -> LayerSet.parse("all").choose(List.of()));
  }

  private static void refuses(String words, Runnable action) {
    FormatException e = assertThrows(FormatException.class, action::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
