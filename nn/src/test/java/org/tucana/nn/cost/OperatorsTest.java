package org.tucana.nn.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Cost;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.RoiAlignGeometry;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.NonMaximumSuppression;
import org.tucana.core.op.Regions;
import org.tucana.core.op.TopKSelection;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.TensorType;
import org.tucana.nn.module.ParameterSpace;

class OperatorsTest {
  private Backend backend;
  private SmallNetwork network;

  @BeforeEach
  void open() {
    backend = TestBackends.chosen("cpu", BackendOptions.threads(1));
    network = new SmallNetwork(ParameterSpace.random(backend, 1));
  }

  @AfterEach
  void nothingStaysAlive() {
    network.close();
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  @Test
  void everyOperatorCountsAtEveryCall() {
    ProgramCost cost = Operators.count(network.trace(1));
    assertEquals(
        List.of(
            "conv2d net.grouped",
            "relu net.relu",
            "conv2d net.narrow",
            "relu net.relu",
            "maxPool2d net.pool",
            "convTranspose2d net.up",
            "batchNorm net.norm",
            "add net",
            "relu net",
            "adaptiveAveragePool2d net.average",
            "linear net.linear"),
        cost.operators().stream().map(o -> o.operator() + " " + o.module()).toList());
    assertEquals(114 + 30 + 63 + 6 + 16, cost.parameters());
    assertEquals(List.of(), cost.uncounted());
    long macs = 9 * 2 * 378 + 6 * 315 + 720 + 12;
    assertEquals(macs, cost.total().macs());
    long others = 378 + 378 + 315 + 4 * 60 + 144 + 2 * 144 + 144 + 144 + 144 + 4;
    assertEquals(2 * macs + others, cost.total().flops());
    assertEquals(
        new Cost(9 * 2 * 378, 2 * 9 * 2 * 378 + 378, 4 * (4 * 13 * 18 + 108 + 6), 4 * 378),
        cost.operators().getFirst().cost());
    assertEquals(OptionalDouble.empty(), cost.milliseconds());
  }

  @Test
  void timesAreMeasuredWithoutChangingTheCounts() {
    Program program = network.trace(1);
    ProgramCost counted = Operators.count(program);
    ProgramCost measured = Operators.measure(program, backend, new Measurement(1, 2));
    assertEquals(counted.total(), measured.total());
    assertEquals(counted.operators().size(), measured.operators().size());
    measured.operators().forEach(o -> assertTrue(o.milliseconds().orElseThrow() > 0, o.toString()));
    assertEquals(
        measured.operators().stream().mapToDouble(o -> o.milliseconds().orElseThrow()).sum(),
        measured.milliseconds().orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> new Measurement(0, 0));
  }

  @Test
  void anOddAndAnEvenNumberOfRunsHaveAMedian() {
    for (int runs : List.of(1, 4)) {
      ProgramCost measured = Operators.measure(network.trace(1), backend, new Measurement(0, runs));
      assertTrue(measured.milliseconds().orElseThrow() > 0);
    }
  }

  private static Program trace(Function<Tensor, Tensor> function, int... shape) {
    return Program.trace(
        List.of(TensorType.float32(shape)), in -> List.of(function.apply(in.getFirst())));
  }

  @Test
  void whatHasNoCountIsNamedAndCountsItsBytes() {
    Program selection = trace(x -> x.session().run(new TopKSelection(3), List.of(x)).getFirst(), 8);
    ProgramCost cost = Operators.measure(selection, backend, new Measurement(0, 1));
    assertEquals(new Cost(0, 0, 4 * 8, 4 * 3 + 4 * 3), cost.total());
    assertEquals(List.of("topK"), cost.uncounted().stream().map(Uncounted::name).toList());
    Program suppression =
        trace(
            boxes -> {
              Tensor scores = boxes.slice(1, 0, 1).reshape(6);
              Tensor groups = boxes.session().indices(0, 0, 0, 0, 0, 0);
              return boxes
                  .session()
                  .run(new NonMaximumSuppression(0.5, 300), List.of(boxes, scores, groups))
                  .getFirst();
            },
            6,
            4);
    ProgramCost suppressed = Operators.count(suppression);
    assertEquals(0, suppressed.total().flops());
    assertTrue(suppressed.total().bytesRead() > 0);
    assertTrue(
        suppressed.uncounted().getFirst().reason().contains("how many overlaps"),
        suppressed.uncounted().toString());
  }

  @Test
  void samplesThatTheBoxesDecideAreNamed() {
    RoiAlignGeometry geometry = new RoiAlignGeometry(2, 2, 0, false, List.of(1.0), 224, 4);
    Program program =
        trace(
            x -> {
              Tensor boxes = x.session().tensor(new float[] {0, 0, 4, 4}, 1, 4);
              return Regions.roiAlign(List.of(x), boxes, x.session().indices(0), geometry);
            },
            1,
            2,
            5,
            5);
    ProgramCost cost = Operators.measure(program, backend, new Measurement(0, 1));
    assertEquals("roiAlign", cost.uncounted().getFirst().name());
    assertEquals(8 * 4 * 2 * 2 * 2, cost.total().flops());
  }

  @Test
  void viewsCostNothingButCopiesOfPermutedValuesAreNamed() {
    Program plain = trace(x -> Arithmetic.add(x.reshape(6), x.reshape(6)), 2, 3);
    assertEquals(List.of(), Operators.count(plain).uncounted());
    Program permuted = trace(x -> Arithmetic.add(x.permute(1, 0).reshape(6), x.reshape(6)), 2, 3);
    ProgramCost cost = Operators.measure(permuted, backend, new Measurement(0, 1));
    assertEquals(1, cost.operators().size());
    assertEquals(new Cost(0, 6, 48, 24), cost.total());
    assertEquals(List.of("reshape"), cost.uncounted().stream().map(Uncounted::name).toList());
    ProgramCost more = cost.withUncounted(List.of(new Uncounted("paste", "depends on boxes")));
    assertEquals(2, more.uncounted().size());
  }
}
