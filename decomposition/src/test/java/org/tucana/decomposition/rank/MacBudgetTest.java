package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.RankLadder.Rung;

class MacBudgetTest {
  private static final long OTHERS = 10_000;

  private static final List<CandidateLayer> LAYERS =
      List.of(
          Layers.convolution("a", 6, fading(1, 8, 6, 3, 3)),
          Layers.convolution("b", 3, fading(2, 10, 8, 3, 3)),
          Layers.convolution("c", 5, fading(3, 12, 9, 1, 1)),
          Layers.linear("d", fading(4, 20, 30)));

  /** Rows and columns of falling size, so that low ranks keep much. */
  private static HostTensor fading(long seed, int... dims) {
    HostTensor uniform = TestTensors.uniform(seed, dims);
    float[] values = uniform.toFloats();
    int in = dims[1];
    int inner = values.length / (dims[0] * in);
    for (int i = 0; i < values.length; i++) {
      int row = i / (inner * in);
      int column = i / inner % in;
      values[i] *= (float) Math.pow(0.7, row * 0.5 + column);
    }
    return HostTensor.of(Shape.of(dims), values);
  }

  private static long networkMacs() {
    return OTHERS + LAYERS.stream().mapToLong(CandidateLayer::macs).sum();
  }

  private static List<RankChoice> choose(double share) throws IOException {
    return RankRules.parse("macs:" + share).choose(new RankCandidates(LAYERS, networkMacs()));
  }

  private static long macs(List<RankChoice> choices) {
    return OTHERS + choices.stream().mapToLong(RankChoice::macs).sum();
  }

  /** The rung that a choice stands on. */
  private static int rung(RankLadder ladder, RankChoice choice) {
    List<Integer> ranks = choice.modes().stream().map(ModeEstimate::rank).toList();
    for (int i = 0; i < ladder.rungs().size(); i++) {
      if (ladder.rungs().get(i).ranks().equals(ranks)) {
        return i;
      }
    }
    throw new AssertionError(ranks + " is no rung of " + ladder);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.35, 0.4, 0.5, 0.65, 0.8, 0.95, 0.999})
  void theBudgetIsMetWithinOneRungAtLeastError(double share) throws IOException {
    List<RankChoice> choices = choose(share);
    double budget = share * networkMacs();
    long total = macs(choices);
    assertTrue(total <= budget, total + " of " + budget);
    List<RankLadder> ladders = LAYERS.stream().map(RankLadder::ofMacs).toList();
    double loss = 0;
    for (int i = 0; i < ladders.size(); i++) {
      loss += ladders.get(i).rungs().get(rung(ladders.get(i), choices.get(i))).loss();
    }
    // The last step taken was one of the layers' last steps, and was needed.
    assertTrue(total + largestLastStep(ladders, choices) > budget, "more than one rung below");
    assertTrue(
        leastLoss(ladders, 0, (double) (total - OTHERS)) >= loss * (1 - 1e-12),
        "another choice of rungs has less loss than " + loss);
  }

  private static double largestLastStep(List<RankLadder> ladders, List<RankChoice> choices) {
    double largest = 0;
    for (int i = 0; i < ladders.size(); i++) {
      List<Rung> rungs = ladders.get(i).rungs();
      int rung = rung(ladders.get(i), choices.get(i));
      if (rung > 0) {
        largest = Math.max(largest, rungs.get(rung - 1).cost() - rungs.get(rung).cost());
      }
    }
    return largest;
  }

  /** By trying all combinations. */
  private static double leastLoss(List<RankLadder> ladders, int from, double macs) {
    if (macs < 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (from == ladders.size()) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (Rung rung : ladders.get(from).rungs()) {
      least = Math.min(least, rung.loss() + leastLoss(ladders, from + 1, macs - rung.cost()));
    }
    return least;
  }

  @Test
  void laddersFallAtRisingPricesAndNoFormLiesBelow() {
    for (CandidateLayer layer : LAYERS) {
      List<Rung> rungs = RankLadder.ofMacs(layer).rungs();
      assertEquals(new Rung(List.of(), layer.macs(), 0), rungs.getFirst());
      assertTrue(rungs.size() > 3, "ladder of " + rungs.size());
      double price = 0;
      for (int i = 1; i < rungs.size(); i++) {
        double saved = rungs.get(i - 1).cost() - rungs.get(i).cost();
        double next = (rungs.get(i).loss() - rungs.get(i - 1).loss()) / saved;
        assertTrue(saved > 0 && next > price, layer.name() + " rung " + i);
        price = next;
      }
      for (Rung form : forms(layer)) {
        if (form.cost() < layer.macs()) {
          assertTrue(form.loss() >= hullAt(rungs, form.cost()) - 1e-12, form.toString());
        }
      }
    }
  }

  /** Minus the logarithm of the share of squares that a rank keeps. */
  private static double loss(Spectrum spectrum, int rank) {
    return -Math.log((spectrum.energy() - spectrum.tail(rank)) / spectrum.energy());
  }

  /** All forms of a layer, by definition. */
  private static List<Rung> forms(CandidateLayer layer) {
    HostTensor weight = layer.weight().orElseThrow();
    List<Rung> forms = new ArrayList<>();
    Spectrum out = Spectrum.of(weight, 0);
    Spectrum in = Spectrum.of(weight, 1);
    boolean matrix = layer.kernelElements() == 1;
    for (int a = 1; a <= in.values().length; a++) {
      for (int b = 1; b <= out.values().length; b++) {
        List<Integer> ranks = matrix ? List.of(a) : List.of(a, b);
        double loss = matrix ? loss(out, a) : loss(in, a) + loss(out, b);
        forms.add(new Rung(ranks, layer.macs(LayerMode.form(layer, ranks)), loss));
      }
    }
    return forms;
  }

  private static double hullAt(List<Rung> rungs, double macs) {
    for (int i = 1; i < rungs.size(); i++) {
      Rung above = rungs.get(i - 1);
      Rung below = rungs.get(i);
      if (macs >= below.cost()) {
        double share = (macs - below.cost()) / (above.cost() - below.cost());
        return below.loss() + share * (above.loss() - below.loss());
      }
    }
    return rungs.getLast().loss();
  }

  @Test
  void aWholeBudgetChangesNothing() throws IOException {
    for (RankChoice choice : choose(1)) {
      assertEquals(Optional.empty(), choice.form());
      assertEquals("the budget is met without it", choice.reason());
    }
  }

  @Test
  void everyStepSaves() throws IOException {
    for (RankChoice choice : choose(0.5)) {
      assertTrue(choice.form().isEmpty() || choice.savesMacs(), choice.toString());
    }
  }

  @Test
  void whatCannotBeReachedIsSaidWithWhatCan() throws IOException {
    FormatException e = assertThrows(FormatException.class, () -> choose(0.1));
    String message = e.getMessage();
    assertTrue(
        message.matches(
            "ranks: macs:0\\.1 cannot be reached: with these 4 layers at their cheapest the"
                + " network keeps"
                + " (0\\.\\d{3}) of its multiply-accumulates; ask for macs:\\1 or more, or let"
                + " more layers change"),
        message);
    String least = message.replaceAll(".*ask for macs:(0\\.\\d{3}) or more.*", "$1");
    assertTrue(macs(choose(Double.parseDouble(least))) <= networkMacs());
  }

  @Test
  void layersThatCannotSaveStay() throws IOException {
    CandidateLayer tiny = Layers.linear("tiny", TestTensors.uniform(5, 1, 1));
    List<CandidateLayer> layers = new ArrayList<>(LAYERS);
    layers.add(tiny);
    RankChoice choice =
        RankRules.parse("macs:0.5")
            .choose(new RankCandidates(layers, networkMacs() + tiny.macs()))
            .getLast();
    assertEquals(Optional.empty(), choice.form());
    assertEquals("no ranks save anything", choice.reason());
  }

  @Test
  void aNetworkHoldsItsLayers() {
    assertThrows(IllegalArgumentException.class, () -> new RankCandidates(LAYERS, 5));
  }
}
