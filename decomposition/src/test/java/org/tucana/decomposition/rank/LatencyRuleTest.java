package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.FormatException;
import org.tucana.nn.module.LayerForm;

/** Ranks by times that a test makes up. */
class LatencyRuleTest {
  private static final double OTHERS = 5;

  private static final CandidateLayer CONVOLUTION =
      Layers.convolution("conv", 6, TestTensors.uniform(1, 8, 6, 3, 3));

  private static final CandidateLayer LINEAR = Layers.linear("fc", TestTensors.uniform(2, 20, 30));

  private static final CandidateLayer SLOWER =
      Layers.linear("slower", TestTensors.uniform(3, 20, 30));

  private static final List<CandidateLayer> LAYERS = List.of(CONVOLUTION, LINEAR, SLOWER);

  /**
   * The convolution gains from its input's rank, the first linear layer a little, the other none.
   */
  private static Latencies times(List<CandidateLayer> layers) {
    assertEquals(LAYERS, layers);
    SequencedMap<List<Integer>, Double> convolution = new LinkedHashMap<>();
    for (int in = 1; in <= 5; in += 2) {
      for (int out = 2; out <= 8; out += 2) {
        convolution.put(List.of(in, out), 1 + in + 0.25 * out);
      }
    }
    SequencedMap<List<Integer>, Double> linear = new LinkedHashMap<>();
    linear.put(List.of(5), 2.5);
    linear.put(List.of(10), 3.0);
    SequencedMap<List<Integer>, Double> slower = new LinkedHashMap<>();
    slower.put(List.of(5), 2.0);
    slower.put(List.of(10), 2.5);
    return new Latencies(
        OTHERS + 10 + 4 + 1,
        Map.of(
            "conv",
            new Latencies.OfLayer(10, convolution),
            "fc",
            new Latencies.OfLayer(4, linear),
            "slower",
            new Latencies.OfLayer(1, slower)));
  }

  /** The times, and a network that as a whole is slower than they promise by a factor. */
  private record Probe(double slower) implements LatencyProbe {
    @Override
    public Latencies measure(List<CandidateLayer> layers) {
      return times(layers);
    }

    @Override
    public double share(List<RankChoice> choices) {
      return slower * millis(choices) / times(LAYERS).network();
    }
  }

  private static List<RankChoice> choose(double share) throws IOException {
    return choose(share, 1);
  }

  private static List<RankChoice> choose(double share, double slower) throws IOException {
    RankCandidates candidates =
        new RankCandidates(LAYERS, LAYERS.stream().mapToLong(CandidateLayer::macs).sum())
            .with(new Probe(slower));
    return RankRules.parse("latency:" + share).choose(candidates);
  }

  private static double millis(List<RankChoice> choices) {
    Latencies times = times(LAYERS);
    return OTHERS
        + choices.stream()
            .mapToDouble(choice -> {
              Latencies.OfLayer own = times.of(choice.layer());
              return choice.form().isEmpty()
                  ? own.whole()
                  : own.factored().get(choice.modes().stream().map(ModeEstimate::rank).toList());
            })
            .sum();
  }

  @Test
  void theBudgetIsMetAndNoLayerGetsSlower() throws IOException {
    for (double share : new double[] {0.95, 0.8, 0.65, 0.6}) {
      List<RankChoice> choices = choose(share);
      assertTrue(millis(choices) <= share * 20, share + ": " + millis(choices));
      assertEquals(Optional.empty(), choices.getLast().form());
      assertEquals("no ranks save anything", choices.getLast().reason());
    }
  }

  @Test
  void aNetworkThatIsSlowerThanItsLayersPromiseGetsATighterBudget() throws IOException {
    List<RankChoice> choices = choose(0.8, 1.1);
    assertTrue(1.1 * millis(choices) <= 1.01 * 0.8 * 20, "measured " + 1.1 * millis(choices));
    assertTrue(millis(choose(0.8)) > millis(choices));
    FormatException e = assertThrows(FormatException.class, () -> choose(0.6, 1.4));
    assertTrue(
        e.getMessage()
            .startsWith(
                "ranks: latency:0.6 cannot be reached: with these 3 layers at their cheapest the"
                    + " network was measured at 0.770 of its time; ask for more"),
        e.getMessage());
  }

  @Test
  void ranksAreThoseThatWereMeasured() throws IOException {
    LayerForm.Tucker2 form = (LayerForm.Tucker2) choose(0.65).getFirst().form().orElseThrow();
    assertTrue(form.in() % 2 == 1 && form.out() % 2 == 0, form.toString());
  }

  @Test
  void chosenRanksStandBesideThoseOfEvbmf() throws IOException {
    RankChoice choice = choose(0.65).getFirst();
    RankChoice evbmf =
        RankRules.parse("evbmf")
            .choose(new RankCandidates(List.of(CONVOLUTION), CONVOLUTION.macs()))
            .getFirst();
    assertEquals(evbmf.modes(), choice.evbmf());
    assertEquals(List.of(), evbmf.evbmf());
  }

  @Test
  void whatCannotBeReachedIsSaid() {
    // The fastest: 5 others, 2.5 of the convolution, 2.5 and 1 of the linear layers.
    FormatException e = assertThrows(FormatException.class, () -> choose(0.5));
    assertTrue(
        e.getMessage()
            .startsWith(
                "ranks: latency:0.5 cannot be reached: with these 3 layers at their cheapest the"
                    + " network keeps 0.550 of its time; ask for latency:0.550 or more"),
        e.getMessage());
  }

  @Test
  void aNetworkThatIsNotRunHasNoTimes() {
    FormatException e =
        assertThrows(
            FormatException.class,
            () ->
                RankRules.parse("latency:0.5")
                    .choose(new RankCandidates(List.of(LINEAR), LINEAR.macs())));
    assertTrue(e.getMessage().contains("measured while a network runs"), e.getMessage());
  }
}
