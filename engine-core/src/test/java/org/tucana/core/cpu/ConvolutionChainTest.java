package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
import org.tucana.core.op.Arithmetic;
import org.tucana.core.plan.SmallNetwork;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.HostTensor;

/** Three convolutions with nothing between them are one step of a plan. */
class ConvolutionChainTest {
  private static final String FUSED = "chainedConvolutions+batchNorm+add+relu";

  /** What a plan makes of a function, the same function eagerly, and the plan's steps. */
  private record Outcome(float[] planned, float[] eager, List<String> operators) {
    static Outcome of(int threads, HostTensor input, Function<SmallNetwork, SmallNetwork.Step> f) {
      try (CpuBackend backend = new CpuBackend(BackendOptions.threads(threads));
          SmallNetwork network = new SmallNetwork(backend, 5);
          EagerSession session = new EagerSession(backend)) {
        SmallNetwork.Step step = f.apply(network);
        Tensor x = session.upload(input);
        Program program =
            Program.trace(List.of(x.type()), in -> List.of(step.apply(in.getFirst())));
        try (Plan plan = backend.compile(program, PlanOptions.defaults())) {
          return new Outcome(
              plan.run(session, List.of(x)).getFirst().toFloats(),
              step.apply(x).toFloats(),
              plan.report().steps().stream().map(PlanReport.Step::operator).toList());
        }
      }
    }
  }

  private static SmallNetwork.Step tucker(
      SmallNetwork network, int channels, int rank, int kernel, int stride) {
    SmallNetwork.Step first = network.convolution(channels, rank, 1, 1, false, false);
    SmallNetwork.Step core = network.convolution(rank, rank + 3, kernel, stride, false, false);
    SmallNetwork.Step last = network.convolution(rank + 3, channels, 1, 1, true, true);
    SmallNetwork.Step beside = network.convolution(channels, channels, 1, stride, true, false);
    return x -> {
      Tensor added = beside.apply(x);
      return Activations.relu(Arithmetic.add(last.apply(core.apply(first.apply(x))), added));
    };
  }

  /** Bands of one or many images, all threads at a time, strides, blocks that are not full. */
  @ParameterizedTest
  @CsvSource({
    "1, 64, 64, 64, 16, 3, 1",
    "1, 45, 39, 20, 7, 3, 1",
    "1, 67, 40, 20, 29, 3, 2",
    "1, 40, 40, 18, 5, 5, 1",
    "1, 35, 8, 33, 16, 1, 1",
    "1, 8, 8, 64, 32, 3, 1",
    "1, 15, 7, 24, 8, 3, 2",
    "5, 14, 14, 64, 16, 3, 1",
    "3, 33, 20, 24, 10, 3, 1",
    "2, 1, 1, 16, 4, 3, 1"
  })
  void computesTheSameAsItsPartsWhateverTheThreads(
      int images, int rows, int columns, int channels, int rank, int kernel, int stride) {
    HostTensor x = TestTensors.uniform(11, images, channels, rows, columns);
    Outcome one = Outcome.of(1, x, network -> tucker(network, channels, rank, kernel, stride));
    assertTrue(one.operators().contains(FUSED), one.operators().toString());
    int terms = channels + (rank + 3) + rank * kernel * kernel;
    double largest = 0;
    for (float value : one.eager()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(
        one.eager(),
        one.planned(),
        (float) (8 * Math.ulp(1f) * Math.sqrt(terms) * largest),
        "seed 11");
    for (int threads = 2; threads <= 3; threads++) {
      Outcome more =
          Outcome.of(threads, x, network -> tucker(network, channels, rank, kernel, stride));
      assertArrayEquals(one.planned(), more.planned(), threads + " threads");
    }
  }

  @Test
  void convolutionsWithSomethingBetweenThemStayApart() {
    HostTensor x = TestTensors.uniform(12, 1, 16, 20, 20);
    List<List<String>> seen = new ArrayList<>();
    for (boolean bias : new boolean[] {false, true}) {
      seen.add(
          Outcome.of(
                  1,
                  x,
                  network -> {
                    SmallNetwork.Step first = network.convolution(16, 8, 1, 1, false, false);
                    SmallNetwork.Step core = network.convolution(8, 8, 3, 1, bias, false);
                    SmallNetwork.Step last = network.convolution(8, 16, 1, 1, false, false);
                    return y -> last.apply(core.apply(first.apply(y)));
                  })
              .operators());
    }
    assertEquals(List.of("enterBlocks", "chainedConvolutions", "leaveBlocks"), seen.getFirst());
    assertFalse(seen.getLast().contains("chainedConvolutions"));
    assertEquals(5, seen.getLast().size());
  }

  /** The first convolution's result is read by another as well. */
  @Test
  void whatOthersReadIsNotHidden() {
    HostTensor x = TestTensors.uniform(13, 1, 16, 20, 20);
    Outcome outcome =
        Outcome.of(
            2,
            x,
            network -> {
              SmallNetwork.Step first = network.convolution(16, 8, 1, 1, false, false);
              SmallNetwork.Step core = network.convolution(8, 8, 3, 1, false, false);
              SmallNetwork.Step last = network.convolution(8, 8, 1, 1, false, false);
              return y -> {
                Tensor between = first.apply(y);
                return Arithmetic.add(last.apply(core.apply(between)), between);
              };
            });
    assertFalse(outcome.operators().stream().anyMatch(name -> name.startsWith("chained")));
  }
}
