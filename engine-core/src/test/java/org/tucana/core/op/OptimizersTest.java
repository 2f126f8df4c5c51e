package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Parameter;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.testing.StrictReference;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;

/** Steps by hand, on a pretended device, which takes no gradients with gaps. */
class OptimizersTest {
  private static final Optimizer.Sgd SGD = new Optimizer.Sgd(0.1, 0.9, 0, false, false);

  private final Backend backend = new StrictReference();
  private final EagerSession session = new EagerSession(backend);
  private final Parameter value = parameter(1, 2);
  private final Parameter buffer = parameter(2, 0);

  private Parameter parameter(float first, float second) {
    return new Parameter("p", backend, HostTensor.of(Shape.of(2), new float[] {first, second}));
  }

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private Tensor gradient(float first, float second) {
    return session.tensor(new float[] {first, second}, 2);
  }

  /** Optimisers may run on variables while a tape is open: a step is no part of the loss. */
  @Test
  void aStepOverwritesWhileATapeIsOpen() {
    try (Tape _ = session.tape(List.of(value))) {
      Tensor before = Arithmetic.scale(value.in(session), 1);
      Optimizers.sgd(
          session, SGD, List.of(new Optimizers.SgdUpdate(value, gradient(0.5f, 1), buffer)));
      assertArrayEquals(new float[] {2.3f, 1}, buffer.read().toFloats());
      assertArrayEquals(new float[] {0.77f, 1.9f}, value.read().toFloats());
      assertArrayEquals(new float[] {1, 2}, before.toFloats());
    }
    assertEquals(1, value.version());
    assertEquals(1, buffer.version());
  }

  @Test
  void adamByHand() {
    Parameter moment1 = parameter(0, 0);
    Parameter moment2 = parameter(0, 0);
    Optimizers.adam(
        session,
        new Optimizer.Adam(0.1, 0.9, 0.75, 0, 0, false, 1),
        List.of(new Optimizers.AdamUpdate(value, gradient(0.5f, -1), moment1, moment2)));
    assertArrayEquals(new float[] {0.05f, -0.1f}, moment1.read().toFloats());
    assertArrayEquals(new float[] {0.0625f, 0.25f}, moment2.read().toFloats());
    assertArrayEquals(new float[] {0.9f, 2.1f}, value.read().toFloats());
  }

  @Test
  void aGradientMayBeAView() {
    Tensor columns = session.tensor(new float[] {0.5f, 7, 1, 7}, 2, 2);
    Tensor view = columns.slice(1, 0, 1);
    Parameter column =
        new Parameter("c", backend, HostTensor.of(Shape.of(2, 1), new float[] {1, 2}));
    Parameter columnBuffer =
        new Parameter("b", backend, HostTensor.of(Shape.of(2, 1), new float[] {2, 0}));
    long held = backend.memory().liveBytes();
    Optimizers.sgd(session, SGD, List.of(new Optimizers.SgdUpdate(column, view, columnBuffer)));
    assertArrayEquals(new float[] {0.77f, 1.9f}, column.read().toFloats());
    assertEquals(held, backend.memory().liveBytes());
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    Tensor longer = session.tensor(new float[3], 3);
    refuses(
        "optimiser: the gradient of p must be like it, expected FLOAT32[2], got FLOAT32[3]; pass"
            + " what belongs to this parameter",
        () -> new Optimizers.SgdUpdate(value, longer, buffer));
    Parameter doubles =
        new Parameter("d", backend, HostTensor.of(Shape.of(2), new double[] {1, 2}));
    refuses(
        "the second moment of p must be like it, expected FLOAT32[2], got FLOAT64[2]",
        () -> new Optimizers.AdamUpdate(value, gradient(1, 1), buffer, doubles));
  }

  private static void refuses(String message, Runnable made) {
    ShapeException e = assertThrows(ShapeException.class, made::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
