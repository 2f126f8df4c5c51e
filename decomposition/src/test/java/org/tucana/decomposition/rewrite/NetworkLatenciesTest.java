package org.tucana.decomposition.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer;
import org.tucana.decomposition.rank.Latencies;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.nn.train.Progress;

/** Times of a network's layers, measured while it runs. */
class NetworkLatenciesTest {
  @Test
  void everyLayerIsTimedAsItIsAndWithRanksOfItsGrid() {
    List<Long> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void at(long done, String words) {
            told.add(done);
          }

          @Override
          public void close() {
            told.add(-1L);
          }
        };
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      long live = backend.memory().liveBytes();
      List<CandidateLayer> layers =
          SmallNetwork.compression(network).candidates(new LayerSet.All()).layers();
      Latencies times =
          new NetworkLatencies<>(
                  network, SmallNetwork::new, SmallNetwork.stages(), 1, () -> progress)
              .measure(layers);
      assertEquals(live, backend.memory().liveBytes());
      assertEquals(NetworkLatencies.NETWORKS + 1, told.size());
      assertEquals(-1, told.getLast());
      double sum = 0;
      for (CandidateLayer layer : layers) {
        Latencies.OfLayer own = times.layers().get(layer.name());
        assertTrue(own.whole() > 0, layer.name());
        assertTrue(own.factored().values().stream().allMatch(time -> time > 0), layer.name());
        sum += own.whole();
      }
      assertTrue(sum < 1.5 * times.network(), sum + " of " + times.network());
    }
  }

  @Test
  void theNetworkWithItsChoicesIsTimedBesideItself() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
        SmallNetwork network = SmallNetwork.drawn(backend)) {
      long live = backend.memory().liveBytes();
      List<RankChoice> choices =
          SmallNetwork.compression(network).candidates(new LayerSet.All()).layers().stream()
              .map(layer -> RankChoice.leave(layer, "nothing changes"))
              .toList();
      double share =
          new NetworkLatencies<>(
                  network, SmallNetwork::new, SmallNetwork.stages(), 1, Progress::none)
              .share(choices);
      assertTrue(share > 0 && Double.isFinite(share), "share " + share);
      assertEquals(live, backend.memory().liveBytes());
    }
  }

  @Test
  void ranksAreWholeBlocksWhereTheLayerIsLargeEnough() {
    CandidateLayer wide = convolution(256, 128);
    assertEquals(List.of(16, 32), NetworkLatencies.ranks(wide, 0.125, 0.125));
    assertEquals(List.of(64, 192), NetworkLatencies.ranks(wide, 0.5, 0.75));
    assertEquals(List.of(16, 16), NetworkLatencies.ranks(convolution(24, 20), 0.125, 0.5));
    assertEquals(List.of(8, 16), NetworkLatencies.ranks(convolution(64, 8), 0.75, 0.25));
    assertEquals(List.of(16), NetworkLatencies.ranks(convolution(64, 3), 0.75, 0.25));
  }

  private static CandidateLayer convolution(int out, int in) {
    return new CandidateLayer(
        "conv",
        CandidateLayer.Kind.CONVOLUTION,
        Shape.of(out, in, 3, 3),
        1,
        49,
        49,
        Optional.empty());
  }
}
