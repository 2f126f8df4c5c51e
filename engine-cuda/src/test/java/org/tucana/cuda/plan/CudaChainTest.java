package org.tucana.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.plan.SmallNetwork;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/** Three convolutions in a row by one kernel, within plans of a CUDA device. */
class CudaChainTest {
  private static final String FUSED = "chainedConvolutions+batchNorm+add+relu";
  private static final String ALGORITHM = "one kernel on tensor cores";

  private final Backend backend = TestBackends.open("cuda");

  @AfterEach
  void close() {
    assertEquals(List.of(), backend.memory().liveLabels(), "leaked");
    backend.close();
  }

  private Plan compile(UnaryOperator<Tensor> network, TensorType input, PlanOptions options) {
    Program program = Program.trace(List.of(input), in -> List.of(network.apply(in.getFirst())));
    return backend.compile(program, options);
  }

  private Plan compile(UnaryOperator<Tensor> network, TensorType input) {
    return compile(network, input, PlanOptions.defaults());
  }

  private static List<String> operators(Plan plan) {
    return plan.report().steps().stream().map(PlanReport.Step::operator).toList();
  }

  private static List<String> algorithms(Plan plan) {
    return plan.report().steps().stream().map(PlanReport.Step::algorithm).toList();
  }

  /** A layer stored as factors, with what may follow it. */
  private record Tucker(int channels, int inner, int outer, int kernel, int stride) {
    UnaryOperator<Tensor> in(SmallNetwork network, boolean finishes) {
      SmallNetwork.Step first = network.convolution(channels, inner, 1, 1, false, false);
      SmallNetwork.Step core = network.convolution(inner, outer, kernel, stride, false, false);
      SmallNetwork.Step last = network.convolution(outer, channels, 1, 1, finishes, finishes);
      SmallNetwork.Step beside = network.convolution(channels, channels, 1, stride, true, false);
      UnaryOperator<Tensor> layer = x -> last.apply(core.apply(first.apply(x)));
      return finishes
          ? x -> {
            Tensor added = beside.apply(x);
            return Activations.relu(Arithmetic.add(layer.apply(x), added));
          }
          : layer;
    }

    Tolerance tolerance() {
      return Tolerance.of(8, channels + (long) inner * kernel * kernel + outer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 24, 17, 16, 5, 9, 3, 1",
    "3, 16, 16, 40, 17, 40, 3, 1",
    "2, 33, 18, 12, 7, 70, 3, 2",
    "1, 20, 21, 9, 20, 12, 3, 1",
    "1, 19, 40, 9, 8, 12, 5, 1",
    "5, 7, 7, 24, 8, 8, 3, 1",
    "2, 9, 8, 16, 16, 16, 1, 1",
    "4, 1, 1, 8, 4, 4, 3, 2"
  })
  void computesWhatItsPartsDo(
      int pictures,
      int rows,
      int columns,
      int channels,
      int inner,
      int outer,
      int kernel,
      int stride) {
    Tucker sizes = new Tucker(channels, inner, outer, kernel, stride);
    TensorType type = TensorType.float32(pictures, channels, rows, columns);
    for (boolean finishes : new boolean[] {false, true}) {
      try (SmallNetwork network = new SmallNetwork(backend, 3);
          EagerSession session = new EagerSession(backend)) {
        UnaryOperator<Tensor> layer = sizes.in(network, finishes);
        try (Plan plan = compile(layer, type)) {
          assertTrue(algorithms(plan).contains(ALGORITHM), plan.report().toString());
          assertTrue(!finishes || operators(plan).contains(FUSED), plan.report().toString());
          for (int n = pictures; n >= 1; n--) {
            Tensor x = session.upload(TestTensors.uniform(n, n, channels, rows, columns));
            Tensor planned = plan.run(session, List.of(x)).getFirst();
            sizes
                .tolerance()
                .check("seed " + n + ", " + n + " pictures", layer.apply(x).read(), planned.read());
            Tolerance.exact()
                .check("again", planned.read(), plan.run(session, List.of(x)).getFirst().read());
          }
        }
      }
    }
  }

  @Test
  void followsAssignedParameters() {
    Tucker sizes = new Tucker(12, 10, 6, 3, 1);
    try (SmallNetwork network = new SmallNetwork(backend, 7);
        EagerSession session = new EagerSession(backend)) {
      UnaryOperator<Tensor> layer = sizes.in(network, true);
      try (Plan plan = compile(layer, TensorType.float32(1, 12, 20, 20))) {
        Tensor x = session.upload(TestTensors.uniform(3, 1, 12, 20, 20));
        plan.run(session, List.of(x));
        network
            .parameters()
            .forEach(p ->
                p.assign(
                    TestTensors.uniform(p.type().dtype(), 0.1, 0.9, 77, p.type().shape().dims())));
        sizes
            .tolerance()
            .check(
                "after assignment",
                layer.apply(x).read(),
                plan.run(session, List.of(x)).getFirst().read());
      }
    }
  }

  /** The map and the residual lie transposed in memory. */
  @Test
  void takesViews() {
    Tucker sizes = new Tucker(8, 5, 7, 3, 1);
    try (SmallNetwork network = new SmallNetwork(backend, 8);
        EagerSession session = new EagerSession(backend)) {
      UnaryOperator<Tensor> layer = sizes.in(network, false);
      UnaryOperator<Tensor> turned =
          in -> {
            Tensor x = in.permute(0, 1, 3, 2);
            return Arithmetic.add(layer.apply(x), x);
          };
      try (Plan plan = compile(turned, TensorType.float32(2, 8, 19, 18))) {
        assertTrue(operators(plan).contains("chainedConvolutions+add"), plan.report().toString());
        Tensor x = session.upload(TestTensors.uniform(4, 2, 8, 19, 18));
        sizes
            .tolerance()
            .check(
                "transposed",
                turned.apply(x).read(),
                plan.run(session, List.of(x)).getFirst().read());
      }
    }
  }

  @Test
  void beyondLimitsAndInTf32AndWhereAskedConvolutionsStayApart() {
    assertApart(new Tucker(8, 4, 130, 3, 1), PlanOptions.defaults());
    assertApart(new Tucker(8, 90, 4, 5, 2), PlanOptions.defaults());
    assertApart(new Tucker(8, 4, 4, 3, 1), PlanOptions.defaults().withoutChains());
    assertApart(new Tucker(8, 4, 4, 3, 1), new PlanOptions(new Numerics(true, true, false)));
  }

  private void assertApart(Tucker sizes, PlanOptions options) {
    try (SmallNetwork network = new SmallNetwork(backend, 9);
        EagerSession session = new EagerSession(backend);
        Plan plan = compile(sizes.in(network, true), TensorType.float32(2, 8, 20, 20), options)) {
      assertFalse(algorithms(plan).contains(ALGORITHM), plan.report().toString());
      Tensor x = session.upload(TestTensors.uniform(5, 2, 8, 20, 20));
      assertEquals(4, plan.report().steps().size(), plan.report().toString());
      assertEquals(1, plan.run(session, List.of(x)).size());
    }
  }
}
