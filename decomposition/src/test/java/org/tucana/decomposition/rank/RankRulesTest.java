package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.CandidateLayer.Kind;
import org.tucana.nn.module.LayerForm;

class RankRulesTest {
  /** A stem of three channels, a 3x3, a 1x1 and a linear layer. */
  private static final List<CandidateLayer> BARE =
      List.of(
          Layers.convolution("conv1", 32, 16, 3, 7, 7),
          Layers.convolution("layer1.0.conv2", 16, 16, 16, 3, 3),
          Layers.convolution("layer1.0.downsample.0", 16, 32, 16, 1, 1),
          Layers.linear("fc", 4, 32));

  @TempDir Path folder;

  private static List<RankChoice> choose(String rule, List<CandidateLayer> layers)
      throws IOException {
    long macs = layers.stream().mapToLong(CandidateLayer::macs).sum();
    return RankRules.parse(rule).choose(new RankCandidates(layers, macs));
  }

  private static Map<String, LayerForm> forms(String rule, List<CandidateLayer> layers)
      throws IOException {
    return RankChoice.forms(choose(rule, layers)).byName();
  }

  /** out x in x 3 x 3 of multilinear rank (outRank, inRank), and noise. */
  private static HostTensor planted(
      long seed, int out, int in, int outRank, int inRank, double noise) {
    Philox random = TestTensors.stream(seed);
    double[] core = normal(random, outRank * inRank * 9);
    double[] u = normal(random, out * outRank);
    double[] v = normal(random, in * inRank);
    float[] values = new float[out * in * 9];
    for (int i = 0; i < values.length; i++) {
      double sum = noise * random.nextGaussian();
      for (int a = 0; a < outRank; a++) {
        for (int b = 0; b < inRank; b++) {
          sum +=
              u[i / (9 * in) * outRank + a]
                  * v[i / 9 % in * inRank + b]
                  * core[(a * inRank + b) * 9 + i % 9];
        }
      }
      values[i] = (float) sum;
    }
    return HostTensor.of(Shape.of(out, in, 3, 3), values);
  }

  private static double[] normal(Philox random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  @Test
  void evbmfFindsPlantedRanksAndTheirNoise() throws IOException {
    CandidateLayer layer = Layers.convolution("c", 8, planted(1, 40, 32, 5, 7, 0.5));
    RankChoice choice = choose("evbmf", List.of(layer)).getFirst();
    assertEquals(Optional.of(new LayerForm.Tucker2(7, 5)), choice.form());
    assertEquals("in 7 of 32, out 5 of 40", choice.reason());
    assertFalse(choice.clamped());
    for (ModeEstimate mode : choice.modes()) {
      assertEquals(0.25, mode.noiseVariance().orElseThrow(), 0.02, mode.mode());
    }
    assertTrue(choice.savesMacs() && choice.savesParameters());
  }

  @Test
  void evbmfOfNoiseIsClampedToOne() throws IOException {
    CandidateLayer layer = Layers.convolution("c", 8, TestTensors.uniform(2, 24, 16, 3, 3));
    RankChoice choice = choose("evbmf", List.of(layer)).getFirst();
    assertEquals(Optional.of(new LayerForm.Tucker2(1, 1)), choice.form());
    assertEquals(0, choice.modes().getFirst().estimate());
    assertEquals(1, choice.modes().getFirst().rank());
    assertTrue(choice.clamped());
    assertEquals(
        "in 1 of 16 (estimate 0, clamped), out 1 of 24 (estimate 0, clamped)", choice.reason());
  }

  @Test
  void evbmfOfMatricesTakesTheMatrixItself() throws IOException {
    HostTensor weight = TestTensors.uniform(3, 12, 20);
    CandidateLayer linear = Layers.linear("fc", weight);
    CandidateLayer pointwise =
        Layers.convolution("c", 8, HostTensor.of(Shape.of(12, 20, 1, 1), weight.toFloats()));
    Evbmf whole = Evbmf.of(weight, 0);
    for (CandidateLayer layer : List.of(linear, pointwise)) {
      RankChoice choice = choose("evbmf", List.of(layer)).getFirst();
      ModeEstimate mode = choice.modes().getFirst();
      assertEquals(1, choice.modes().size());
      assertEquals(whole.rank(), mode.estimate());
      assertEquals(OptionalDouble.of(whole.noiseVariance()), mode.noiseVariance());
      assertEquals(Optional.of(new LayerForm.Svd(Math.max(1, whole.rank()))), choice.form());
    }
  }

  @Test
  void theGroupThatNeedsMostDecides() throws IOException {
    HostTensor poor = planted(4, 20, 24, 2, 3, 0.1);
    HostTensor rich = planted(5, 20, 24, 6, 5, 0.1);
    float[] both = new float[2 * 20 * 24 * 9];
    System.arraycopy(poor.toFloats(), 0, both, 0, both.length / 2);
    System.arraycopy(rich.toFloats(), 0, both, both.length / 2, both.length / 2);
    Shape shape = Shape.of(40, 24, 3, 3);
    CandidateLayer layer =
        new CandidateLayer(
            "g", Kind.CONVOLUTION, shape, 2, 64, 64, Optional.of(HostTensor.of(shape, both)));
    assertEquals(Map.of("g", new LayerForm.Tucker2(5, 6)), forms("evbmf", List.of(layer)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.99, 1})
  void energyIsTheLeastRankThatKeepsTheShare(double share) throws IOException {
    HostTensor weight = TestTensors.uniform(6, 14, 10, 3, 3);
    CandidateLayer layer = Layers.convolution("c", 8, weight);
    RankChoice choice = choose("energy:" + share, List.of(layer)).getFirst();
    for (ModeEstimate mode : choice.modes()) {
      Spectrum spectrum = Spectrum.of(weight, mode.mode().equals("in") ? 1 : 0);
      double kept = spectrum.energy() - spectrum.tail(mode.rank());
      double keptBelow = spectrum.energy() - spectrum.tail(mode.rank() - 1);
      assertTrue(kept >= (share - 1e-12) * spectrum.energy(), mode.toString());
      assertTrue(keptBelow < share * spectrum.energy(), mode.toString());
    }
  }

  @Test
  void ratioIsAShareOfTheChannels() throws IOException {
    assertEquals(
        Map.of(
            "conv1",
            new LayerForm.Svd(6),
            "layer1.0.conv2",
            new LayerForm.Tucker2(6, 6),
            "layer1.0.downsample.0",
            new LayerForm.Svd(6),
            "fc",
            new LayerForm.Svd(2)),
        forms("ratio:0.4", BARE));
    List<RankChoice> least = choose("ratio:0.01", BARE);
    assertEquals(new LayerForm.Svd(1), least.getFirst().form().orElseThrow());
    assertTrue(least.getFirst().clamped());
  }

  @Test
  void fixedIsCappedAtTheChannels() throws IOException {
    List<RankChoice> choices = choose("fixed:15", BARE);
    assertEquals(
        List.of(
            "rank 15 of 16",
            "in 15 of 16, out 15 of 16",
            "rank 15 of 16",
            "rank 4 of 4 (estimate 15, clamped)"),
        choices.stream().map(RankChoice::reason).toList());
    assertEquals(
        List.of(false, false, false, true), choices.stream().map(RankChoice::clamped).toList());
    assertFalse(choices.get(1).savesMacs(), "15 of 16 channels cost more than the layer");
    assertTrue(choose("fixed:4", BARE).get(1).savesMacs());
  }

  @Test
  void aFileIsARule() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ranks.json"), "{\"layer1.*.conv2\": {\"in\": 3, \"out\": 5}}");
    List<RankChoice> choices = choose(file.toString(), BARE);
    assertEquals(Optional.of(new LayerForm.Tucker2(3, 5)), choices.get(1).form());
    assertEquals("'layer1.*.conv2' of " + file, choices.get(1).reason());
    assertEquals(Optional.empty(), choices.getFirst().form());
    assertEquals("not in " + file, choices.getFirst().reason());
    assertEquals(BARE.getFirst().macs(), choices.getFirst().macs());
    assertFalse(choices.getFirst().savesMacs());
  }

  @Test
  void aRuleOfOnesOwn() throws IOException {
    assertEquals(
        Map.of("conv1", new LayerForm.Tucker2(1, 1), "layer1.0.conv2", new LayerForm.Tucker2(8, 8)),
        forms("half", BARE));
    assertTrue(RankRules.examples().contains("half"));
  }

  /** The example of the README. */
  @Test
  void aRuleInAFewLines() {
    RankRule third = RankRule.perMode(mode -> ModeEstimate.of(mode, Math.ceilDiv(mode.size(), 3)));
    CandidateLayer layer =
        new CandidateLayer(
            "layer2.0.conv2",
            Kind.CONVOLUTION,
            Shape.of(128, 128, 3, 3),
            1,
            28 * 28,
            28 * 28,
            Optional.empty());
    RankChoice choice = third.choose(new RankCandidates(List.of(layer), layer.macs())).getFirst();
    assertEquals("in 43 of 128, out 43 of 128", choice.reason());
    assertEquals(0.187, (double) choice.macs() / layer.macs(), 0.001);
  }

  private static void refuses(String words, String rule) {
    FormatException e = assertThrows(FormatException.class, () -> choose(rule, BARE));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "energy:1.5 | rule energy takes a number above 0, up to 1, got '1.5'; write energy:0.9",
        "energy | rule energy takes a number above 0, up to 1, got none; write energy:0.9",
        "energy: | rule energy takes a number above 0, up to 1, got ''",
        "energy:NaN | got 'NaN'",
        "ratio:0 | rule ratio takes a number above 0, up to 1, got '0'; write ratio:0.4",
        "macs:-1 | rule macs takes a number above 0, up to 1, got '-1'; write macs:0.5",
        "evbmf:3 | rule evbmf takes no argument, got '3'; write evbmf",
        "fixed:x | rule fixed takes a whole number of at least 1, got 'x'; write fixed:15",
        "fixed:0 | rule fixed takes a whole number of at least 1, got '0'",
        "fixed:2.5 | got '2.5'",
        "evbfm | ranks: 'evbfm' is neither a rule nor a file",
        "missing.json | ranks: 'missing.json' is neither a rule nor a file"
      })
  void wrongRulesAreOneLineWithThoseThereAre(String rule, String words) {
    refuses(words, rule);
    refuses(
        "the rules are energy:0.9, evbmf, fixed:15, half, latency:0.5, macs:0.5, ratio:0.4, or a file of ranks",
        rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evbmf", "energy:0.9", "macs:0.5"})
  void rulesOfWeightsNeedThem(String rule) {
    refuses("layer conv1: these ranks follow from weights", rule);
    refuses("give --model, or choose fixed, ratio or a file", rule);
  }

  @Test
  void weightsThatHaveNoRankAreNamed() {
    List<CandidateLayer> dead =
        List.of(Layers.linear("fc", HostTensor.of(Shape.of(2, 3), new float[6])));
    for (String rule : List.of("evbmf", "energy:0.5", "macs:0.5")) {
      FormatException e = assertThrows(FormatException.class, () -> choose(rule, dead));
      assertTrue(e.getMessage().startsWith("layer fc: rank of FLOAT32[2,3]: all its elements are"));
    }
  }

  @Test
  void choicesThatDoNotFitAreRefused() {
    FormatException e =
        assertThrows(
            FormatException.class,
            () -> RankChoice.of(BARE.getFirst(), new LayerForm.Tucker2(4, 4), "mine"));
    assertTrue(e.getMessage().startsWith("layer conv1: \"in\" is 4 but"), e.getMessage());
  }
}
