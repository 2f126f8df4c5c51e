package org.tucana.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.Backend;
import org.tucana.core.Constant;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.PlanReport;
import org.tucana.core.Program;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Convolutions;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** What plans of every backend hold: they agree with the same modules run operator by operator. */
public abstract class PlanContract {
  /** Sums of up to 24 * 9 products through six layers. */
  protected static final Tolerance SAME = Tolerance.of(8, 6 * 24 * 9);

  private final Backend backend;

  /**
   * Tests the plans of a backend.
   *
   * @param backend that is closed after each test
   */
  protected PlanContract(Backend backend) {
    this.backend = backend;
  }

  protected final Backend backend() {
    return backend;
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), backend.memory().liveLabels(), "leaked");
    backend.close();
  }

  protected final Plan compile(
      Function<List<Tensor>, List<Tensor>> function, TensorType... inputs) {
    return backend.compile(Program.trace(List.of(inputs), function), PlanOptions.defaults());
  }

  protected static Plan planOf(SmallNetwork network, Backend backend, int pictures, int size) {
    network.detector();
    Program program =
        Program.trace(
            List.of(TensorType.float32(pictures, 3, size, size)), in -> network.run(in.getFirst()));
    return backend.compile(program, PlanOptions.defaults());
  }

  protected static void assertSame(
      String context, List<Tensor> expected, List<Tensor> actual, Tolerance tolerance) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      tolerance.check(context + ", result " + i, expected.get(i).read(), actual.get(i).read());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,32", "2,3,33", "3,4,47"})
  void planAndEagerAgreeForEveryLeadingSize(long seed, int pictures, int size) {
    try (SmallNetwork network = new SmallNetwork(backend, seed);
        Plan plan = planOf(network, backend, pictures, size);
        EagerSession session = new EagerSession(backend)) {
      for (int n = pictures; n >= 1; n--) {
        Tensor x = session.upload(TestTensors.uniform(seed + n, n, 3, size, size));
        assertSame(
            "seed " + seed + ", " + n + " pictures",
            network.run(x),
            plan.run(session, List.of(x)),
            SAME);
      }
    }
  }

  @Test
  void repeatedRunsGiveTheSameBytesAndReuseTheArena() {
    try (SmallNetwork network = new SmallNetwork(backend, 5);
        Plan plan = planOf(network, backend, 2, 40);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(9, 2, 3, 40, 40));
      List<Tensor> first = plan.run(session, List.of(x));
      long live = backend.memory().liveBytes();
      List<Tensor> second = plan.run(session, List.of(x));
      assertSame("second run", first, second, Tolerance.exact());
      long results = first.stream().mapToLong(t -> t.type().bytes()).sum();
      assertEquals(results, backend.memory().liveBytes() - live, "a run keeps its results alone");
      long stem = TensorType.float32(2, 16, 20, 20).bytes();
      assertTrue(plan.report().arenaBytes() < 3 * stem, plan.report().toString());
    }
  }

  @Test
  void profilesTheStepsOfItsReport() {
    try (SmallNetwork network = new SmallNetwork(backend, 5);
        Plan plan = planOf(network, backend, 2, 40);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(9, 1, 3, 40, 40));
      List<Tensor> before = plan.run(session, List.of(x));
      long live = backend.memory().liveBytes();
      List<Double> millis = plan.profile(session, List.of(x));
      assertEquals(live, backend.memory().liveBytes(), "a profile keeps nothing");
      assertEquals(plan.report().steps().size(), millis.size());
      assertTrue(millis.stream().allMatch(time -> time >= 0), millis.toString());
      assertTrue(millis.stream().mapToDouble(time -> time).sum() > 0, millis.toString());
      assertSame("after", before, plan.run(session, List.of(x)), Tolerance.exact());
    }
  }

  @Test
  void followsAssignedParameters() {
    try (SmallNetwork network = new SmallNetwork(backend, 7);
        Plan plan = planOf(network, backend, 1, 32);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(3, 1, 3, 32, 32));
      List<Tensor> before = plan.run(session, List.of(x));
      network
          .parameters()
          .forEach(p ->
              p.assign(
                  TestTensors.uniform(p.type().dtype(), 0.1, 0.9, 77, p.type().shape().dims())));
      List<Tensor> after = plan.run(session, List.of(x));
      assertSame("after assignment", network.run(x), after, SAME);
      assertFalse(Arrays.equals(before.getFirst().toFloats(), after.getFirst().toFloats()));
    }
  }

  @Test
  void resultsMayBeInputsParametersViewsAndRepeated() {
    try (Plan plan =
            compile(
                in -> {
                  Tensor x = in.getFirst();
                  Tensor y = Activations.relu(x);
                  Tensor turned = y.permute(1, 0);
                  Tensor flat = turned.reshape(-1);
                  Tensor ones = x.session().one(new Constant(TensorType.float32(3), 1));
                  Tensor sum = Arithmetic.add(turned, ones);
                  return List.of(x, y, y, turned, flat, Arithmetic.add(sum, sum));
                },
                TensorType.float32(3, 5));
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(1, 5, 3)).permute(1, 0);
      Tensor y = Activations.relu(x);
      Tensor turned = y.permute(1, 0);
      Tensor sum = Arithmetic.affine(turned, 1, 1);
      assertSame(
          "views",
          List.of(x, y, y, turned, turned.reshape(-1), Arithmetic.add(sum, sum)),
          plan.run(session, List.of(x)),
          Tolerance.exact());
    }
  }

  @Test
  void weightsThatAreComputedAreNotPacked() {
    TensorType weight = TensorType.float32(4, 3, 3, 3);
    TensorType x = TensorType.float32(2, 3, 9, 8);
    Function<List<Tensor>, List<Tensor>> layer =
        in ->
            List.of(
                Activations.relu(
                    Convolutions.conv2d(
                        in.get(0),
                        Arithmetic.scale(in.get(1), 0.5),
                        Optional.empty(),
                        ConvGeometry.of(1, 1))));
    try (Plan plan = compile(layer, x, weight);
        EagerSession session = new EagerSession(backend)) {
      HostTensor pixels = TestTensors.uniform(4, 2, 3, 9, 8);
      HostTensor kernel = TestTensors.uniform(5, 4, 3, 3, 3);
      List<Tensor> in = List.of(session.upload(pixels), session.upload(kernel));
      assertSame("computed weight", layer.apply(in), plan.run(session, in), Tolerance.of(4, 27));
    }
  }

  @Test
  void aLinearLayerTakesAResidual() {
    try (SmallNetwork network = new SmallNetwork(backend, 10);
        EagerSession session = new EagerSession(backend)) {
      SmallNetwork.Step layer = network.linear(30, 17);
      Function<List<Tensor>, List<Tensor>> sum =
          in -> List.of(Arithmetic.add(layer.apply(in.get(0)), in.get(1)));
      try (Plan plan = compile(sum, TensorType.float32(5, 30), TensorType.float32(5, 17))) {
        List<Tensor> in =
            List.of(
                session.upload(TestTensors.uniform(1, 5, 30)),
                session.upload(TestTensors.uniform(2, 5, 17)));
        assertSame("residual", sum.apply(in), plan.run(session, in), Tolerance.of(4, 30));
        assertEquals("linear+add", plan.report().steps().getFirst().operator());
      }
    }
  }

  @Test
  void transposedConvolutionTakesBiasResidualAndRelu() {
    TensorType x = TensorType.float32(2, 6, 5, 4);
    TensorType weight = TensorType.float32(6, 3, 2, 2);
    TensorType bias = TensorType.float32(3);
    TensorType residual = TensorType.float32(2, 3, 10, 8);
    Function<List<Tensor>, List<Tensor>> layer =
        in -> {
          Tensor up =
              Convolutions.convTranspose2d(
                  in.get(0), in.get(1), Optional.of(in.get(2)), ConvGeometry.of(2, 0));
          return List.of(Activations.relu(Arithmetic.add(in.get(3), up)));
        };
    try (Plan plan = compile(layer, x, weight, bias, residual);
        EagerSession session = new EagerSession(backend)) {
      List<Tensor> in =
          List.of(
              session.upload(TestTensors.uniform(1, 2, 6, 5, 4)),
              session.upload(TestTensors.uniform(2, 6, 3, 2, 2)),
              session.upload(TestTensors.uniform(3, 3)),
              session.upload(TestTensors.uniform(4, 2, 3, 10, 8)));
      assertSame("transposed", layer.apply(in), plan.run(session, in), Tolerance.of(4, 6));
      assertEquals(
          List.of("convTranspose2d+add+relu"),
          plan.report().steps().stream().map(PlanReport.Step::operator).toList());
    }
  }

  @Test
  void refusesOtherInputs() {
    try (Plan plan =
            compile(in -> List.of(Activations.relu(in.getFirst())), TensorType.float32(2, 3));
        EagerSession session = new EagerSession(backend)) {
      Tensor large = session.upload(TestTensors.uniform(1, 3, 3));
      ShapeException e =
          assertThrows(ShapeException.class, () -> plan.run(session, List.of(large)));
      assertEquals(
          "plan: input 0 was traced as FLOAT32[2,3] but is FLOAT32[3,3]; only the leading axis may"
              + " be smaller, trace the program for other sizes",
          e.getMessage());
      assertThrows(ShapeException.class, () -> plan.run(session, List.of()));
    }
  }

  @Test
  void refusesToRunWhileATapeRecords() {
    try (Plan plan =
            compile(in -> List.of(Activations.relu(in.getFirst())), TensorType.float32(2, 3));
        EagerSession session = new EagerSession(backend)) {
      List<Tensor> in = List.of(session.upload(TestTensors.uniform(1, 2, 3)));
      try (Tape _ = session.tape(List.of())) {
        BackendException e = assertThrows(BackendException.class, () -> plan.run(session, in));
        assertEquals(
            "plan: a tape is recording, but a plan leaves nothing on it and has no gradient; close"
                + " the tape first, or run the modules themselves",
            e.getMessage());
      }
      assertEquals(1, plan.run(session, in).size());
    }
  }

  @Test
  void refusesToRunOnceClosed() {
    Plan closed;
    try (Plan plan =
        compile(in -> List.of(Activations.relu(in.getFirst())), TensorType.float32(2, 3))) {
      closed = plan;
    }
    try (EagerSession session = new EagerSession(backend)) {
      List<Tensor> in = List.of(session.upload(TestTensors.uniform(1, 2, 3)));
      assertThrows(ClosedException.class, () -> closed.run(session, in));
    }
  }
}
