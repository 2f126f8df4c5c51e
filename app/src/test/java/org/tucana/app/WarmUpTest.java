package org.tucana.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;

class WarmUpTest {
  private final Backend backend = TestBackends.open("cpu");
  private final EagerSession session = new EagerSession(backend);
  private final List<Shape> shapes = new ArrayList<>();
  private final List<DecompositionRequest> requests = new ArrayList<>();

  /** Notes what it is asked for. */
  private class Noting implements DecompositionMethod {
    private final boolean iterates;

    Noting(boolean iterates) {
      this.iterates = iterates;
    }

    @Override
    public String name() {
      return "noting";
    }

    @Override
    public boolean iterates() {
      return iterates;
    }

    @Override
    public Decomposition decompose(Tensor x, DecompositionRequest request) {
      shapes.add(x.shape());
      requests.add(request);
      return DecompositionMethods.named("sthosvd")
          .decompose(x, request(Optional.of(List.of(1, 1, 1)), OptionalInt.empty()));
    }
  }

  @AfterEach
  void close() {
    session.close();
    assertEquals(List.of(), backend.memory().liveLabels());
    backend.close();
  }

  private static DecompositionRequest request(Optional<List<Integer>> ranks, OptionalInt sweeps) {
    return new DecompositionRequest(
        ranks, OptionalDouble.empty(), Optional.empty(), sweeps, OptionalDouble.empty(), 0);
  }

  private void warm(boolean iterates, List<Integer> ranks, int... shape) {
    DecompositionRequest asked = request(Optional.of(ranks), OptionalInt.empty());
    new WarmUp(new Noting(iterates), asked)
        .run(session, session.upload(TestTensors.uniform(1, shape)));
  }

  @Test
  void aCornerIsDecomposedSeveralTimesInFewSweeps() {
    warm(true, List.of(4, 100, 50), 8, 400, 400);
    assertTrue(shapes.size() >= 2, () -> "runs: " + shapes.size());
    assertEquals(Set.of(Shape.of(8, 200, 200)), new HashSet<>(shapes));
    assertEquals(
        Set.of(request(Optional.of(List.of(4, 50, 25)), OptionalInt.of(3))),
        new HashSet<>(requests));
  }

  @Test
  void ranksThatAreNotOfModesFallWithTheSizeThatFallsMost() {
    warm(false, List.of(7), 8, 400, 400);
    assertEquals(
        Set.of(request(Optional.of(List.of(4)), OptionalInt.empty())), new HashSet<>(requests));
  }

  @Test
  void smallTensorsAreNot() {
    warm(true, List.of(2, 2, 2), 8, 100, 100);
    assertEquals(List.of(), shapes);
  }

  @Test
  void whatTheCornerCannotBeIsLeftToTheWholeTensor() {
    DecompositionMethod refusing =
        new Noting(true) {
          @Override
          public Decomposition decompose(Tensor x, DecompositionRequest request) {
            shapes.add(x.shape());
            throw new ShapeException("no");
          }
        };
    new WarmUp(refusing, request(Optional.empty(), OptionalInt.empty()))
        .run(session, session.upload(TestTensors.uniform(1, 8, 160, 210)));
    assertEquals(List.of(Shape.of(8, 160, 210)), shapes);
  }

  @Test
  void cornersKeepTheirOrder() {
    assertEquals(Shape.of(20, 125, 125), WarmUp.corner(Shape.of(20, 1000, 1000)));
    assertEquals(Shape.of(128, 256, 3, 3), WarmUp.corner(Shape.of(512, 512, 3, 3)));
    assertEquals(Shape.of(500_000, 1), WarmUp.corner(Shape.of(1_000_000, 1)));
  }
}
