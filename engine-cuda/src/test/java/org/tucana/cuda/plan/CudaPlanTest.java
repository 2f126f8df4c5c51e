package org.tucana.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Indexing;
import org.tucana.core.plan.PlanContract;
import org.tucana.core.plan.SmallNetwork;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/** Plans on a CUDA device. */
final class CudaPlanTest extends PlanContract {
  private static final Numerics TF32 = new Numerics(true, true, false);

  /**
   * Factors keep 10 bits of their fraction; a plan rounds weights with the normalisation folded in,
   * the modules round them without.
   */
  private static final Tolerance SAME_IN_TF32 = Tolerance.of(0x1p-10 / Math.ulp(1f), 1);

  CudaPlanTest() {
    super(TestBackends.open("cuda"));
  }

  @Test
  void rowsAreFilledUpToABucketAndDoNotTouchEachOther() {
    try (SmallNetwork network = new SmallNetwork(backend(), 3);
        EagerSession session = new EagerSession(backend())) {
      SmallNetwork.Step layer = network.linear(12, 5);
      Function<List<Tensor>, List<Tensor>> head =
          in -> List.of(Activations.relu(layer.apply(in.getFirst())));
      try (Plan plan = compile(head, TensorType.float32(100, 12))) {
        for (int rows : new int[] {100, 64, 63, 17, 3, 0, 99}) {
          Tensor x = session.upload(TestTensors.uniform(rows, rows, 12));
          assertSame(
              rows + " rows",
              head.apply(List.of(x)),
              plan.run(session, List.of(x)),
              Tolerance.of(4, 12));
        }
      }
    }
  }

  @Test
  void whatLooksAtValuesRunsStepByStep() {
    Function<List<Tensor>, List<Tensor>> chosen =
        in -> List.of(Activations.relu(Indexing.select(in.get(0), 0, in.get(1))));
    try (EagerSession session = new EagerSession(backend());
        Plan plan = compile(chosen, TensorType.float32(5, 3), session.indices(0, 0).type())) {
      Tensor x = session.upload(TestTensors.uniform(1, 5, 3));
      for (int row = 0; row < 4; row++) {
        List<Tensor> in = List.of(x, session.indices(row, 4));
        assertSame("row " + row, chosen.apply(in), plan.run(session, in), Tolerance.exact());
      }
    }
  }

  /** The software device rounds what cuBLAS and cuDNN multiply in TF32 as a GPU would. */
  @Test
  void convolutionsHandValuesOnWithChannelsInnermostInTf32() {
    try (SmallNetwork network = new SmallNetwork(backend(), 4);
        EagerSession session = new EagerSession(backend(), TF32)) {
      network.detector();
      TensorType type = TensorType.float32(2, 3, 33, 33);
      Program program = Program.trace(List.of(type), in -> network.run(in.getFirst()));
      try (Plan plan = backend().compile(program, new PlanOptions(TF32))) {
        Tensor x = session.upload(TestTensors.uniform(1, 2, 3, 33, 33));
        List<Tensor> planned = plan.run(session, List.of(x));
        assertSame("first run", network.run(x), planned, SAME_IN_TF32);
        assertSame("second run", planned, plan.run(session, List.of(x)), Tolerance.exact());
        assertTrue(
            plan.report().steps().stream()
                .anyMatch(step -> step.algorithm().equals("cuDNN, channels last")),
            plan.report().toString());
      }
    }
  }

  @Test
  void weightsKeptInAnotherOrderFollowAssignments() {
    try (SmallNetwork network = new SmallNetwork(backend(), 5);
        EagerSession session = new EagerSession(backend(), TF32)) {
      SmallNetwork.Step first = network.convolution(3, 8, 3, 1, true, true);
      SmallNetwork.Step second = network.convolution(8, 4, 1, 1, true, false);
      TensorType type = TensorType.float32(1, 3, 9, 8);
      Function<Tensor, Tensor> both = x -> second.apply(Activations.relu(first.apply(x)));
      Program program = Program.trace(List.of(type), in -> List.of(both.apply(in.getFirst())));
      try (Plan plan = backend().compile(program, new PlanOptions(TF32))) {
        Tensor x = session.upload(TestTensors.uniform(2, 1, 3, 9, 8));
        plan.run(session, List.of(x));
        network
            .parameters()
            .forEach(p ->
                p.assign(
                    TestTensors.uniform(p.type().dtype(), 0.1, 0.9, 7, p.type().shape().dims())));
        assertSame(
            "after assignment",
            List.of(both.apply(x)),
            plan.run(session, List.of(x)),
            SAME_IN_TF32);
        assertEquals("cuDNN, channels last", plan.report().steps().getFirst().algorithm());
      }
    }
  }

  @Test
  void bucketsAreThoseOfRegions() {
    assertEquals(
        List.of(16, 16, 64, 256, 1000, 1000, 1024, 30, 5, 7),
        List.of(
            RowBuckets.size(1, 1024),
            RowBuckets.size(16, 1024),
            RowBuckets.size(17, 1024),
            RowBuckets.size(65, 1024),
            RowBuckets.size(257, 1024),
            RowBuckets.size(1000, 1024),
            RowBuckets.size(1001, 1024),
            RowBuckets.size(20, 30),
            RowBuckets.size(5, 16),
            RowBuckets.size(7, 8)));
  }
}
