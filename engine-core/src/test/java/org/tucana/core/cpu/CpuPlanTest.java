package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.plan.PlanContract;
import org.tucana.core.plan.SmallNetwork;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;

/** Plans of the cpu. */
final class CpuPlanTest extends PlanContract {
  CpuPlanTest() {
    super(new CpuBackend(BackendOptions.threads(2)));
  }

  @Test
  void operatorsAreFusedInTheReport() {
    try (SmallNetwork network = new SmallNetwork(backend(), 6);
        Plan plan = planOf(network, backend(), 1, 32)) {
      List<String> names = plan.report().steps().stream().map(PlanReport.Step::operator).toList();
      assertEquals(
          List.of(
              "conv2d+batchNorm+relu",
              "maximumInBlocks",
              "conv2d+batchNorm+relu",
              "conv2d+batchNorm+add+relu",
              "conv2d+batchNorm+relu",
              "conv2d+batchNorm",
              "conv2d+batchNorm+add+relu",
              "leaveBlocks",
              "conv2d",
              "leaveBlocks",
              "nearest",
              "conv2d+add",
              "conv2d",
              "leaveBlocks",
              "adaptiveAveragePool2d",
              "reshape",
              "linear+relu",
              "linear",
              "softmax"),
          names);
    }
  }

  /** At these sizes Winograd's way is taken where it is allowed. */
  @Test
  void convolvesWithTheArithmeticAllowed() {
    Numerics direct = new Numerics(false, false, false);
    HostTensor pixels = TestTensors.uniform(4, 1, 32, 30, 32);
    try (SmallNetwork network = new SmallNetwork(backend(), 8);
        EagerSession session = new EagerSession(backend());
        EagerSession directSession = new EagerSession(backend(), direct)) {
      SmallNetwork.Step layer = network.convolution(32, 32, 3, 1, true, false);
      Program program =
          Program.trace(List.of(pixels.type()), in -> List.of(layer.apply(in.getFirst())));
      List<Tensor> x = List.of(session.upload(pixels));
      Tensor fast = layer.apply(x.getFirst());
      Tensor slow = layer.apply(directSession.upload(pixels));
      assertFalse(Arrays.equals(fast.toFloats(), slow.toFloats()), "the same algorithm");
      try (Plan plan = backend().compile(program, PlanOptions.defaults());
          Plan directPlan = backend().compile(program, new PlanOptions(direct))) {
        assertSame("fast", List.of(fast), plan.run(session, x), SAME);
        assertSame("direct", List.of(slow), directPlan.run(session, x), SAME);
        assertEquals(
            List.of("Winograd F(4x4), channels in blocks", "direct, channels in blocks"),
            Stream.of(plan, directPlan).map(p -> p.report().steps().get(1).algorithm()).toList());
      }
    }
  }

  @Test
  void rowsAreAlikeHoweverManyThereAreWhereThatIsAskedFor() {
    PlanOptions alike = new PlanOptions(Numerics.float32(), true);
    try (SmallNetwork network = new SmallNetwork(backend(), 9);
        EagerSession session = new EagerSession(backend())) {
      SmallNetwork.Step layer = network.convolution(64, 64, 3, 1, true, false);
      Tensor many = session.upload(TestTensors.uniform(6, 32, 64, 8, 8));
      Tensor one = many.slice(0, 0, 1);
      try (Plan together = backend().compile(traced(layer, many), alike);
          Plan alone = backend().compile(traced(layer, one), alike);
          Plan fastest = backend().compile(traced(layer, many), PlanOptions.defaults())) {
        Tensor first = together.run(session, List.of(many)).getFirst().slice(0, 0, 1);
        assertSame("one", alone.run(session, List.of(one)), List.of(first), Tolerance.exact());
        assertEquals(
            List.of("Winograd F(2x2)", "Winograd F(2x2)", "Winograd F(4x4)"),
            Stream.of(together, alone, fastest)
                .map(plan -> plan.report().steps().get(1).algorithm().replaceFirst(",.*", ""))
                .toList());
      }
    }
  }

  private static Program traced(SmallNetwork.Step layer, Tensor x) {
    return Program.trace(List.of(x.type()), in -> List.of(layer.apply(in.getFirst())));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,300,17", "5,64,33", "40,1100,50", "101,2090,70"})
  void linearWeightsArePackedAndThreadsDoNotMatter(int rows, int from, int to) {
    try (SmallNetwork network = new SmallNetwork(backend(), 9);
        CpuBackend one = new CpuBackend(BackendOptions.threads(1));
        SmallNetwork sameNetwork = new SmallNetwork(one, 9);
        EagerSession session = new EagerSession(backend());
        EagerSession oneSession = new EagerSession(one)) {
      SmallNetwork.Step layer = network.linear(from, to);
      SmallNetwork.Step sameLayer = sameNetwork.linear(from, to);
      HostTensor features = TestTensors.uniform(6, rows, from);
      Tensor x = session.upload(features);
      Tensor same = oneSession.upload(features);
      try (Plan plan =
              compile(in -> List.of(Activations.relu(layer.apply(in.getFirst()))), x.type());
          Plan onOneThread =
              one.compile(
                  Program.trace(
                      List.of(x.type()),
                      in -> List.of(Activations.relu(sameLayer.apply(in.getFirst())))),
                  PlanOptions.defaults())) {
        List<Tensor> planned = plan.run(session, List.of(x));
        assertSame(
            "eager",
            List.of(Activations.relu(layer.apply(x))),
            planned,
            Tolerance.ofProducts(4, from));
        assertSame(
            "one thread", onOneThread.run(oneSession, List.of(same)), planned, Tolerance.exact());
        assertEquals(
            List.of(new PlanReport.Step("linear+relu", "", "GEMM, packed weights")),
            plan.report().steps());
      }
    }
  }
}
