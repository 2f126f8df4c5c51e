package org.tucana.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Programs: what tracing writes down, what it refuses, and that plans compute what eager does. */
class ProgramTest {
  private static final TensorType INPUT = TensorType.float32(4, 2, 3);

  static Stream<String> backends() {
    return TestBackends.names();
  }

  /** [n,2,3] as [2n,3] by a weight [3,2], scaled by a constant. */
  private static List<Tensor> function(Tensor x, Parameter weight) {
    Session session = x.session();
    Tensor rows = x.reshape(-1, 3);
    Tensor product = Products.matmul(rows, weight.in(session));
    Tensor scaled = Arithmetic.multiply(product, session.tensor(new float[] {1, 10}, 2));
    return List.of(Activations.relu(scaled), rows.slice(1, 0, 1));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void plansComputeWhatEagerDoesForSmallerLeadingAxesToo(String name) {
    try (Backend backend = TestBackends.open(name)) {
      try (Parameter weight =
              new Parameter(
                  "weight", backend, HostTensor.of(Shape.of(3, 2), 1f, -1, 0, 2, 3, 0.5f));
          Plan plan =
              backend.compile(
                  Program.trace(List.of(INPUT), in -> function(in.getFirst(), weight)),
                  PlanOptions.defaults());
          EagerSession session = new EagerSession(backend)) {
        for (int n : new int[] {4, 1, 3}) {
          try (Scope outer = session.scope()) {
            Tensor x = session.tensor(ramp(n * 6), n, 2, 3);
            List<Tensor> expected = function(x, weight);
            List<Tensor> actual = plan.run(session, List.of(x));
            for (int i = 0; i < 2; i++) {
              assertEquals(expected.get(i).type(), actual.get(i).type());
              assertArrayEquals(expected.get(i).toFloats(), actual.get(i).toFloats());
            }
            actual.forEach(outer::keep);
          }
          weight.assign(HostTensor.of(Shape.of(3, 2), n, 1f, 0, 2, 3, 0.5f));
        }
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  private static float[] ramp(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void plansRefuseInputsThatWereNotTraced(String name) {
    try (Backend backend = TestBackends.open(name);
        Plan plan =
            backend.compile(
                Program.trace(List.of(INPUT), in -> List.of(Activations.relu(in.getFirst()))),
                PlanOptions.defaults());
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.tensor(ramp(24), 4, 2, 3);
      refuses("it takes 1 inputs but was given 2", () -> plan.run(session, List.of(x, x)));
      Tensor more = session.tensor(ramp(30), 5, 2, 3);
      refuses("only the leading axis may be smaller", () -> plan.run(session, List.of(more)));
      Tensor other = x.reshape(4, 3, 2);
      refuses(
          "input 0 was traced as FLOAT32[4,2,3] but is FLOAT32[4,3,2]",
          () -> plan.run(session, List.of(other)));
    }
  }

  private static void refuses(String words, Runnable action) {
    ShapeException e = assertThrows(ShapeException.class, action::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void valuesCannotBeReadWhileTracing() {
    for (Consumer<Tensor> read :
        List.<Consumer<Tensor>>of(Tensor::toFloats, Tensor::read, Tensor::toInts)) {
      refuses(
          "do not read values while tracing",
          () ->
              Program.trace(
                  List.of(INPUT),
                  in -> {
                    read.accept(in.getFirst());
                    return in;
                  }));
    }
  }

  @Test
  void nodesKnowTheirModulesAndHowOftenTheseWereCalled() {
    Object block = new Object();
    Object shared = new Object();
    Program program =
        Program.trace(
            List.of(INPUT),
            in -> {
              Session session = in.getFirst().session();
              Tensor x = in.getFirst();
              for (int i = 0; i < 2; i++) {
                try (Session.Frames _ = session.frame(block, "layer1");
                    Session.Frames _ = session.frame(shared, "relu")) {
                  x = Activations.relu(x);
                }
              }
              return List.of(Arithmetic.negate(x));
            });
    assertEquals(3, program.nodes().size());
    assertEquals(
        List.of(new Frame("layer1", 0, 1), new Frame("layer1.relu", 1, 1)),
        program.nodes().get(1).frames());
    assertEquals(List.of(), program.nodes().get(2).frames());
    assertEquals(List.of(0), program.nodes().getFirst().in());
    assertEquals(program.nodes().get(2).out(), program.outputs());
    assertEquals(List.of(INPUT), program.nodes().getFirst().outTypes());
  }
}
