package org.tucana.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TucanaException;

/** Who owns memory, when it goes back, and how what is gone refuses. */
class OwnershipTest {
  static Stream<String> backends() {
    return TestBackends.names();
  }

  /** Runs a test in a session; afterwards nothing may be live. */
  private static void inSession(String name, Consumer<EagerSession> test) {
    try (Backend backend = TestBackends.open(name)) {
      try (EagerSession session = new EagerSession(backend)) {
        test.accept(session);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
      assertEquals(0, backend.memory().liveBytes());
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

  @ParameterizedTest
  @MethodSource("backends")
  void aClosedScopeGivesItsMemoryBack(String name) {
    inSession(
        name,
        session -> {
          Tensor outside = session.tensor(new float[] {1, 2, 3}, 3);
          long before = live(session);
          for (int step = 0; step < 3; step++) {
            try (Scope _ = session.scope()) {
              Tensor y = Arithmetic.add(outside, outside);
              assertArrayEquals(new float[] {2, 4, 6}, Arithmetic.abs(y).toFloats());
              assertEquals(before + 2 * 3 * 4, live(session));
            }
            assertEquals(before, live(session));
          }
          assertArrayEquals(new float[] {1, 2, 3}, outside.toFloats());
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatItOwnedRefusesWithItsLabel(String name) {
    inSession(
        name,
        session -> {
          Tensor x = session.tensor(new float[] {1, 2, 3, 4}, 2, 2);
          Tensor sum;
          Tensor view;
          try (Scope _ = session.scope()) {
            sum = Arithmetic.add(x, x);
            view = sum.reshape(4).slice(0, 1, 3);
          }
          String label = "(add FLOAT32[2,2]) was used after its scope closed; keep it";
          refuses(ClosedException.class, label, sum::read);
          refuses(ClosedException.class, label, view::read);
          refuses(ClosedException.class, label, () -> Arithmetic.add(x, sum));
          refuses(ClosedException.class, label, () -> view.reshape(2, 1));
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void keepHandsToTheParent(String name) {
    inSession(
        name,
        session -> {
          Tensor x = session.tensor(new float[] {1, 2, 3}, 3);
          try (Scope outer = session.scope()) {
            long before = live(session);
            Tensor kept;
            try (Scope inner = session.scope()) {
              kept = inner.keep(Arithmetic.add(x, x).slice(0, 1, 3));
              Arithmetic.negate(kept);
            }
            assertEquals(before + 3 * 4, live(session), "a view keeps the whole storage");
            assertArrayEquals(new float[] {4, 6}, kept.toFloats());
            assertEquals(x, outer.keep(x), "what others own stays theirs");
          }
          assertEquals(3 * 4, live(session));
          refuses(ClosedException.class, "no parent", () -> session.innermost().keep(x));
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void scopesCloseInsideOut(String name) {
    inSession(
        name,
        session -> {
          Scope outer = session.scope();
          Scope inner = session.scope();
          refuses(ClosedException.class, "inner scope is still open", outer::close);
          inner.close();
          inner.close();
          outer.close();
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void temporariesOfACallGoAtOnce(String name) {
    inSession(
        name,
        session -> {
          Tensor x = session.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
          long before = live(session);
          Tensor flat = x.permute(1, 0).reshape(6);
          assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, flat.toFloats());
          assertEquals(
              before + 6 * 4, live(session), "the copy that the reshape made belongs to it");
          assertThrows(
              ShapeException.class, () -> Arithmetic.add(x, session.tensor(new float[5], 5)));
          assertEquals(
              before + (6 + 5) * 4, live(session), "an operator that refuses leaves nothing");
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aClosedSessionRefuses(String name) {
    try (Backend backend = TestBackends.open(name);
        Parameter parameter =
            new Parameter("weight", backend, HostTensor.of(Shape.of(2), 1f, 2f))) {
      long before = backend.memory().liveBytes();
      EagerSession session = new EagerSession(backend);
      Tensor x = session.tensor(new float[] {1, 2}, 2);
      session.scope();
      session.tape(List.of(parameter));
      Arithmetic.multiply(x, parameter.in(session));
      session.close();
      session.close();
      assertEquals(before, backend.memory().liveBytes());
      for (Runnable use :
          List.<Runnable>of(
              () -> Arithmetic.abs(x),
              () -> session.scalar(1),
              session::scope,
              () -> session.tape(List.of()),
              () -> parameter.in(session))) {
        refuses(ClosedException.class, "session: it was closed", use);
      }
      refuses(ClosedException.class, "upload FLOAT32[2]", x::read);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aSessionBelongsToItsThread(String name) {
    inSession(
        name,
        session -> {
          Tensor x = session.tensor(new float[] {1, 2}, 2);
          for (Runnable use :
              List.<Runnable>of(() -> Arithmetic.abs(x), x::read, session::scope, session::close)) {
            CompletionException e =
                assertThrows(
                    CompletionException.class, () -> CompletableFuture.runAsync(use).join());
            assertInstanceOf(ClosedException.class, e.getCause());
            assertTrue(e.getMessage().contains("open one session a thread"), e.getMessage());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void tensorsOfAnotherSessionAreRefused(String name) {
    inSession(
        name,
        session -> {
          Tensor x = session.tensor(new float[] {1, 2}, 2);
          try (EagerSession other = new EagerSession(session.backend())) {
            Tensor y = other.tensor(new float[] {1, 2}, 2);
            refuses(ShapeException.class, "belongs to another session", () -> Arithmetic.add(x, y));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aParameterOutlivesSessionsAndCountsItsVersions(String name) {
    try (Backend backend = TestBackends.open(name)) {
      Parameter p = new Parameter("conv1.weight", backend, HostTensor.of(Shape.of(2), 1f, 2f));
      for (int round = 1; round <= 2; round++) {
        try (EagerSession session = new EagerSession(backend)) {
          p.assign(Arithmetic.add(p.in(session), p.in(session)));
        }
        assertEquals(round, p.version());
      }
      assertArrayEquals(new float[] {4, 8}, p.read().toFloats());
      refuses(
          ShapeException.class,
          "conv1.weight: it is FLOAT32[2] but was assigned FLOAT32[3]",
          () -> p.assign(HostTensor.of(Shape.of(3), 1f, 2f, 3f)));
      assertEquals(2, p.version());
      p.close();
      p.close();
      assertEquals(0, backend.memory().liveBytes());
      refuses(ClosedException.class, "parameter conv1.weight: its model was closed", p::read);
    }
  }
}
