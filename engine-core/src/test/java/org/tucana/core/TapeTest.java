package org.tucana.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.op.Activations;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.StaleException;
import org.tucana.core.type.TucanaException;

/** What a tape keeps, what backward leaves behind, and that its gradients are right. */
class TapeTest {
  static Stream<String> backends() {
    return TestBackends.names();
  }

  @FunctionalInterface
  private interface Body {
    void run(EagerSession session, Parameter weight);
  }

  /** A session with one parameter [1, 2, 3]; afterwards nothing may be live. */
  private static void inSession(String name, Body body) {
    try (Backend backend = TestBackends.open(name)) {
      try (Parameter weight =
              new Parameter("weight", backend, HostTensor.of(Shape.of(3), 1f, 2f, 3f));
          EagerSession session = new EagerSession(backend)) {
        body.run(session, weight);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
    }
  }

  private static long live(EagerSession session) {
    return session.backend().memory().liveBytes();
  }

  private static <E extends TucanaException> void refuses(
      Class<E> type, String words, Runnable action) {
    E e = assertThrows(type, action::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  private static void gradientIs(Gradients gradients, Parameter parameter, float... expected) {
    assertArrayEquals(expected, gradients.parameters().get(parameter).toFloats());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void retainedTensorsOutliveTheirScope(String name) {
    inSession(
        name,
        (session, weight) -> {
          long before = live(session);
          try (Scope _ = session.scope();
              Tape tape = session.tape(List.of(weight))) {
            Tensor loss;
            try (Scope forward = session.scope()) {
              Tensor w = weight.in(session);
              Tensor square = Arithmetic.multiply(w, w); // retained by the next product
              Tensor spare = Arithmetic.negate(square); // retained by nobody
              loss = forward.keep(Reductions.sum(Arithmetic.multiply(square, w)));
              assertEquals(-9, spare.toFloats()[2]);
            }
            // square and the loss: the negation and the cube were given back with their scope.
            assertEquals(before + 3 * 4 + 4, live(session));
            gradientIs(tape.backward(loss), weight, 3, 12, 27); // 3 w^2
          }
          assertEquals(before, live(session));
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void backwardLeavesGradientsOnly(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Scope _ = session.scope();
              Tape tape = session.tape(List.of(weight))) {
            Tensor x = weight.in(session);
            for (int i = 0; i < 5; i++) {
              x = Activations.relu(Arithmetic.multiply(x, weight.in(session)));
            }
            Tensor loss = Reductions.mean(x);
            long before = live(session);
            Gradients gradients = tape.backward(loss);
            assertEquals(before + 3 * 4, live(session), "one gradient of three floats");
            gradientIs(gradients, weight, 2, 64, 486); // mean of w^6
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void gradientsDoNotPileUpAlongAChain(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Parameter wide =
                  new Parameter(
                      "wide", session.backend(), HostTensor.of(Shape.of(1000), ones(1000)));
              Scope _ = session.scope();
              Tape tape = session.tape(List.of(wide))) {
            Tensor x = wide.in(session);
            for (int i = 0; i < 40; i++) {
              x = Activations.relu(x);
            }
            Tensor loss = Reductions.sum(x);
            long before = session.backend().memory().peakBytes();
            tape.backward(loss);
            long grown = session.backend().memory().peakBytes() - before;
            assertTrue(grown <= 4 * 4000, "40 gradients of 4000 bytes took " + grown + " bytes");
          }
        });
  }

  private static float[] ones(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void usesOfOneValueAddUp(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Tape tape = session.tape(List.of(weight))) {
            Tensor w = weight.in(session);
            Tensor twice = Arithmetic.add(w, w);
            Tensor y = Arithmetic.add(Arithmetic.multiply(twice, w), weight.in(session));
            Tensor loss =
                Reductions.sum(Arithmetic.add(y, twice.reshape(1, 3).permute(1, 0).reshape(3)));
            gradientIs(tape.backward(loss), weight, 7, 11, 15); // 2 w^2 + w + 2 w
            gradientIs(tape.backward(loss), weight, 7, 11, 15);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void onlyNamedParametersHaveGradients(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Parameter frozen =
                  new Parameter(
                      "frozen", session.backend(), HostTensor.of(Shape.of(3), 5f, 6f, 7f));
              Tape tape = session.tape(Set.of(weight))) {
            Tensor product = Arithmetic.multiply(weight.in(session), frozen.in(session));
            Gradients gradients = tape.backward(Reductions.sum(product));
            assertEquals(Set.of(weight), gradients.parameters().keySet());
            gradientIs(gradients, weight, 5, 6, 7);
            Tensor apart = Reductions.sum(Arithmetic.abs(frozen.in(session)));
            assertEquals(Map.of(), tape.backward(apart).parameters());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void watchedTensorsAnswerWhereverTheyStand(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Scope _ = session.scope();
              Tape tape = session.tape(List.of(weight))) {
            Tensor leaf = tape.watch(session.tensor(new float[] {1, 0, -1}, 3));
            Tensor between = tape.watch(Arithmetic.multiply(leaf, weight.in(session)));
            Tensor unused = tape.watch(session.scalar(1));
            Tensor loss = Reductions.sum(Arithmetic.multiply(between, between));
            Gradients gradients = tape.backward(loss);
            assertArrayEquals(
                new float[] {2, 0, -6}, gradients.of(between).orElseThrow().toFloats());
            assertArrayEquals(new float[] {2, 0, -18}, gradients.of(leaf).orElseThrow().toFloats());
            gradientIs(gradients, weight, 2, 0, 6);
            assertEquals(Optional.empty(), gradients.of(unused));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aTapeIsClosedOnceAndForAll(String name) {
    inSession(
        name,
        (session, weight) -> {
          Tape first = session.tape(List.of(weight));
          refuses(ClosedException.class, "one is already open", () -> session.tape(List.of()));
          Tensor loss = Reductions.sum(weight.in(session));
          first.close();
          refuses(ClosedException.class, "the tape was closed", () -> first.backward(loss));
          try (Tape second = session.tape(List.of(weight))) {
            first.close(); // must not stop the one that records now
            Tensor again = Reductions.sum(Arithmetic.scale(weight.in(session), 2));
            gradientIs(second.backward(again), weight, 2, 2, 2);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aParameterAssignedAfterItsUseIsRefusedWhereARuleReadsIt(String name) {
    inSession(
        name,
        (session, weight) -> {
          HostTensor other = HostTensor.of(Shape.of(3), 4f, 5f, 6f);
          try (Scope _ = session.scope();
              Tape tape = session.tape(List.of(weight))) {
            Tensor w = weight.in(session);
            Tensor x = session.tensor(new float[] {7, 8, 9}, 3);
            Tensor linear = Reductions.sum(Arithmetic.multiply(w, x));
            Tensor square = Reductions.sum(Arithmetic.multiply(w, w));
            Tensor throughView =
                Reductions.sum(Arithmetic.multiply(w.reshape(3, 1), w.reshape(1, 3)));
            gradientIs(tape.backward(square), weight, 2, 4, 6);
            weight.assign(other);
            gradientIs(tape.backward(linear), weight, 7, 8, 9); // reads x alone
            refuses(
                StaleException.class,
                "backward: parameter weight was assigned after multiply used it, expected version"
                    + " 0, got 1; go backward first",
                () -> tape.backward(square));
            refuses(StaleException.class, "parameter weight", () -> tape.backward(throughView));
            gradientIs(tape.backward(Reductions.sum(Arithmetic.multiply(w, w))), weight, 8, 10, 12);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aFrozenParameterAssignedAfterItsUseIsRefusedToo(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Parameter frozen =
                  new Parameter(
                      "frozen", session.backend(), HostTensor.of(Shape.of(3), 5f, 6f, 7f));
              Scope _ = session.scope();
              Tape tape = session.tape(List.of(weight))) {
            Tensor loss =
                Reductions.sum(Arithmetic.multiply(weight.in(session), frozen.in(session)));
            frozen.assign(HostTensor.of(Shape.of(3), 1f, 1f, 1f));
            refuses(StaleException.class, "parameter frozen", () -> tape.backward(loss));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatCannotBeDifferentiatedIsRefused(String name) {
    inSession(
        name,
        (session, weight) -> {
          try (Tape tape = session.tape(List.of(weight));
              EagerSession other = new EagerSession(session.backend())) {
            Tensor w = weight.in(session);
            refuses(ShapeException.class, "a scalar loss wanted", () -> tape.backward(w));
            refuses(ShapeException.class, "another session", () -> tape.backward(other.scalar(1)));
            refuses(
                ShapeException.class,
                "sliceGradient: cannot be differentiated, it is the gradient of a slice",
                () -> session.one(new SliceGradient(0, 1, 5), w));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aScopeThatOutlivesTheTapeGivesBackWhatItOwns(String name) {
    inSession(
        name,
        (session, weight) -> {
          long before = live(session);
          try (Scope _ = session.scope()) {
            Tensor product;
            try (Tape tape = session.tape(List.of(weight))) {
              Tensor w = weight.in(session);
              product = Arithmetic.multiply(w, w);
              Tensor loss = Reductions.sum(Arithmetic.multiply(product, w));
              gradientIs(tape.backward(loss), weight, 3, 12, 27);
            }
            assertArrayEquals(new float[] {1, 4, 9}, product.toFloats());
          }
          assertEquals(before, live(session));
        });
  }
}
