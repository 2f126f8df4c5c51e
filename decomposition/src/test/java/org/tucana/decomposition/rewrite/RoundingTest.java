package org.tucana.decomposition.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Program;
import org.tucana.core.Scope;
import org.tucana.core.kernel.Levels;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.RankChoice;
import org.tucana.decomposition.rank.RankRules;
import org.tucana.nn.cost.OperatorCost;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.factor.FactorisedNetworks;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.LayerForms;
import org.tucana.nn.module.ParameterSpace;
import org.tucana.nn.module.StateDict;
import org.tucana.nn.module.WeightLayer;
import org.tucana.nn.train.Progress;

/** Networks whose layers multiply what eight bits hold. */
class RoundingTest {
  private static final int PICTURES = 3;

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

  private static HostTensor picture(int seed) {
    return TestTensors.uniform(seed, 1, 3, 9, 9);
  }

  /** Runs a network on some pictures. */
  private static void use(SmallNetwork network) {
    try (EagerSession session = new EagerSession(network.backend())) {
      for (int seed = 0; seed < PICTURES; seed++) {
        try (Scope _ = session.scope()) {
          network.forward(session.upload(picture(seed)));
        }
      }
    }
  }

  private static Compression.Result<SmallNetwork> rounded(SmallNetwork network) {
    Compression<SmallNetwork> compression = SmallNetwork.compression(network);
    return rounded(compression, new LayerSet.All());
  }

  private static Compression.Result<SmallNetwork> rounded(
      Compression<SmallNetwork> compression, LayerSet set) {
    return compression.round(
        set, compression.ranges(RoundingTest::use), "three pictures", Progress.none());
  }

  private static double largest(float[] values, int from, int to) {
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  @ParameterizedTest
  @CsvSource({"0, 7, 45", "1, 5, 9"})
  void aFilterHas255LevelsNoneFurtherThanHalfAStep(int axis, int filters, int inner) {
    HostTensor weight = TestTensors.uniform(4, 7, 5, 3, 3);
    RoundedWeight rounded = RoundedWeight.of("layer", weight, axis);
    float[] before = weight.toFloats();
    float[] after = rounded.values().toFloats();
    double changed = 0;
    double norm = 0;
    for (int f = 0; f < filters; f++) {
      double most = 0;
      Set<Float> levels = new HashSet<>();
      for (int i = 0; i < before.length; i++) {
        most = i / inner % filters == f ? Math.max(most, Math.abs(before[i])) : most;
      }
      double step = most / 127;
      for (int i = 0; i < before.length; i++) {
        if (i / inner % filters == f) {
          levels.add(after[i]);
          assertEquals(before[i], after[i], step / 2 + Math.ulp((float) most), "element " + i);
          assertEquals(Math.rint(after[i] / step), after[i] / step, 1e-4, "element " + i);
          changed += Math.pow((double) before[i] - after[i], 2);
          norm += Math.pow(before[i], 2);
        }
      }
      assertTrue(levels.size() <= 255 && levels.size() > 5, "levels " + levels.size());
    }
    assertEquals(Math.sqrt(changed / norm), rounded.relativeError(), 1e-12);
    assertArrayEquals(after, RoundedWeight.of("layer", rounded.values(), axis).values().toFloats());
  }

  @Test
  void filtersOfZerosStayAndOthersMustBeFinite() {
    HostTensor zeros = HostTensor.of(Shape.of(2, 2), 0, 0, 0, 1);
    assertArrayEquals(
        new float[] {0, 0, 0, 1}, RoundedWeight.of("a", zeros, 0).values().toFloats());
    assertEquals(0, RoundedWeight.of("a", HostTensor.of(Shape.of(1, 1), 0f), 0).relativeError());
    refuses(
        "int8: the weight of layer a is not finite",
        () -> RoundedWeight.of("a", HostTensor.of(Shape.of(1, 2), Float.NaN, 1), 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3, -0.001, 0})
  void rangesHoldZeroAndWhatWasSeen(double low) {
    InputRanges ranges = new InputRanges(Set.of("a"));
    try (EagerSession session = new EagerSession(backend)) {
      ranges.input("a", session.tensor(new float[] {(float) low, 1}, 2));
      ranges.input("a", session.tensor(new float[] {2}, 1));
      ranges.input("a", session.tensor(new float[0], 0));
      ranges.input("zeros", session.tensor(new float[] {0, 0}, 2));
      ranges.input("broken", session.tensor(new float[] {1, Float.NaN}, 2));
    }
    Levels levels = ranges.levels("a");
    assertEquals((2.0 - (float) low) / 255, levels.step(), 1e-12);
    assertEquals(255, levels.highest() - levels.lowest());
    assertEquals(0, levels.round(0));
    assertEquals(low, levels.round(low), levels.step() / 2 + 1e-9);
    assertEquals(2, levels.round(2), levels.step() / 2 + 1e-9);
    assertArrayEquals(new float[] {2}, ranges.last("a").toFloats());
    assertEquals(0, ranges.levels("zeros").round(0));
    refuses("int8: layer b was given nothing on the calibration", () -> ranges.levels("b"));
    refuses("int8: layer broken was given values that are not", () -> ranges.levels("broken"));
  }

  /** y - y' = w (x - x') + (w - w') x', each difference at most half a step. */
  @Test
  void aLayerIsAsFarOffAsItsStepsAllow() {
    try (SmallNetwork network = SmallNetwork.drawn(backend);
        SmallNetwork after = rounded(network).network();
        EagerSession session = new EagerSession(backend)) {
      Map<String, WeightLayer> was = FactorisedNetworks.weightLayers(network);
      FactorisedNetworks.weightLayers(after)
          .forEach((name, layer) -> {
            float[] weight = network.state().get(name + ".weight").read().toFloats();
            Levels levels = layer.inputLevels().orElseThrow();
            int filters = network.state().get(name + ".weight").type().shape().dim(0);
            int length = weight.length / filters;
            int[] dims =
                switch (name) {
                  case "layer1.0.conv2" -> new int[] {1, 3, 3, 3};
                  case "grouped" -> new int[] {1, 8, 3, 3};
                  case "pointwise" -> new int[] {1, 12, 1, 1};
                  default -> new int[] {1, 16};
                };
            HostTensor x =
                TestTensors.uniform(
                    DType.FLOAT32,
                    levels.step() * levels.lowest(),
                    levels.step() * levels.highest(),
                    9,
                    dims);
            float[] expected = was.get(name).forward(session.upload(x)).toFloats();
            float[] actual = layer.forward(session.upload(x)).toFloats();
            double input = largest(x.toFloats(), 0, x.shape().elements()) + levels.step() / 2;
            for (int f = 0; f < filters; f++) {
              double sum = 0;
              for (int i = f * length; i < (f + 1) * length; i++) {
                sum += Math.abs(weight[i]);
              }
              double step = largest(weight, f * length, (f + 1) * length) / 127;
              double bound = sum * levels.step() / 2 + length * input * step / 2;
              double rounding = 4 * Math.ulp(1f) * Math.sqrt(length) * (sum + 1) * input;
              assertEquals(expected[f], actual[f], bound + rounding, name + " filter " + f);
            }
          });
    }
  }

  @Test
  void theReportCountsBytesAndSaysWhatTheyAre() {
    try (SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression.Result<SmallNetwork> result = rounded(network);
      result.network().close();
      RewriteReport report = result.report();
      assertEquals(Treatment.INT8, report.treatment());
      assertEquals(
          List.of("layer1.0.conv2", "grouped", "pointwise", "fc"),
          report.changes().stream().map(LayerChange::name).toList());
      // 3x9x9 to 8x7x7 by 8x3x3x3 weights and 8 biases, these of four bytes.
      LayerChange first = report.changes().getFirst();
      assertEquals(4 * (243 + 216 + 8 + 392), first.before().bytes());
      assertEquals(243 + 216 + 4 * 8 + 392, first.after().bytes());
      assertEquals(first.before().macs(), first.after().macs());
      assertEquals(first.before().parameters(), first.after().parameters());
      assertEquals("int8", first.change().made().method());
      assertTrue(first.relativeError() > 0 && first.relativeError() < 0.01);
      assertEquals(report.before().macs(), report.after().macs());
      assertEquals(report.before().parameters(), report.after().parameters());
      double bytes = (double) report.after().bytes() / report.before().bytes();
      assertTrue(bytes > 0.25 && bytes < 0.4, "bytes left " + bytes);
      double error = report.stages().getFirst().outputError();
      assertTrue(error > 0 && error < 0.05, "output error " + error);
      assertTrue(report.before().millis().isEmpty() && report.after().millis().isEmpty());
      assertTrue(
          report.notes().getFirst().startsWith("Simulated in float: no int8 kernel runs here; "));
      assertTrue(report.notes().get(1).contains("on three pictures"), report.notes().get(1));
    }
  }

  @Test
  void plansAndOperatorsGiveTheSameAndWhatIsWrittenIsRead() {
    try (SmallNetwork network = SmallNetwork.drawn(backend);
        SmallNetwork after = rounded(network).network()) {
      LayerForms forms = FactorisedNetworks.forms(after);
      assertEquals(4, forms.inputLevels().size());
      try (SmallNetwork read =
              Rewriting.made(backend, SmallNetwork::new, forms, StateDict.read(after));
          EagerSession session = new EagerSession(backend);
          PlanTimer plan = new PlanTimer(backend, picture(1), x -> List.of(after.forward(x)))) {
        HostTensor expected = after.forward(session.upload(picture(1))).read();
        assertArrayEquals(expected.toFloats(), read.forward(session.upload(picture(1))).toFloats());
        Tolerance.of(8, 4 * 8 * 9).check("plan", expected, plan.results().getFirst());
      }
    }
  }

  @Test
  void factorsAreRoundedOneByOne() throws IOException {
    try (SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression<SmallNetwork> compression = SmallNetwork.compression(network);
      LayerSet set = new LayerSet.All();
      List<RankChoice> choices =
          compression.choose(set, RankRules.parse("ratio:0.5"), 0, Progress::none);
      try (SmallNetwork factored =
              compression.run(set, "ratio:0.5", choices, 0, Progress.none()).network();
          SmallNetwork after = rounded(factored).network()) {
        Set<String> levels = FactorisedNetworks.forms(after).inputLevels().keySet();
        assertEquals(9, levels.size());
        assertTrue(
            levels.contains("layer1.0.conv2.1") && levels.contains("fc.0"), levels.toString());
        assertEquals(4, FactorisedNetworks.forms(after).byName().size());
        refuses("rounded to int8 already", () -> rounded(after));
        refuses(
            "rounded to int8 already",
            () -> SmallNetwork.compression(after).choose(set, FilterRule.parse("0.5")));
      }
    }
  }

  @Test
  void whatIsNotAskedForStaysInFloats() {
    try (SmallNetwork network = SmallNetwork.drawn(backend)) {
      Compression.Result<SmallNetwork> result =
          rounded(SmallNetwork.compression(network), LayerSet.parse("layer1.*,pointwise"));
      try (SmallNetwork after = result.network()) {
        assertEquals(
            Set.of("layer1.0.conv2", "pointwise"),
            FactorisedNetworks.forms(after).inputLevels().keySet());
        assertArrayEquals(
            network.state().get("fc.weight").read().toFloats(),
            after.state().get("fc.weight").read().toFloats());
        assertEquals(
            List.of("grouped: multiplies floats", "fc: multiplies floats"),
            result.report().leftAlone());
        // Its products count four bytes: 16 inputs, 96 weights, 6 biases, 6 outputs.
        Program program = SmallNetwork.stages().getFirst().program(after);
        OperatorCost last = Operators.count(program).operators().getLast();
        assertEquals(4 * (16 + 96 + 6 + 6), last.cost().bytes());
      }
      refuses(
          "nothing matches 'conv9'",
          () -> rounded(SmallNetwork.compression(network), LayerSet.parse("conv9")));
    }
  }

  @Test
  void aTensorTrainIsRefused() {
    LayerForms forms =
        LayerForms.of(
            Map.of("fc", new LayerForm.TensorTrain(List.of(2, 3), List.of(4, 4), List.of(3))));
    try (SmallNetwork network =
        new SmallNetwork(ParameterSpace.random(backend, 7).withForms(forms))) {
      refuses("int8: layer fc is a tensor train", () -> rounded(network));
    }
  }

  private static void refuses(String words, Runnable action) {
    FormatException e = assertThrows(FormatException.class, action::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
