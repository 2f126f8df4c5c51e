package org.tucana.decomposition.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.testing.OnBackend;
import org.tucana.decomposition.testing.Requests;

/** Tensors whose magnitudes, or their squares, are near or beyond the ends of their type. */
class MagnitudesTest {
  private static final Shape SHAPE = Shape.of(4, 5, 6);

  private static Decomposition run(String method, Tensor x) {
    DecompositionRequest request =
        switch (method) {
          case "hosvd", "sthosvd", "hooi", "ntd", "ntd-mu" -> Requests.ofRanks(2, 3, 3);
          default -> Requests.ofRanks(3);
        };
    return DecompositionMethods.named(method).decompose(x, request);
  }

  private static double error(String method, HostTensor values) {
    return OnBackend.run(
        "cpu", (EagerSession session) -> run(method, session.upload(values)).relativeError());
  }

  /** Powers of 2 change no digit of a float64, so that the error is the same to the last ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosvd",
        "sthosvd",
        "hooi",
        "cp",
        "cp-nonnegative",
        "ntd",
        "ntd-mu",
        "tt",
        "pca",
        "nmf"
      })
  void errorsDoNotDependOnTheUnit(String method) {
    HostTensor plain = TestTensors.uniform(DType.FLOAT64, 0, 1.9, 3, 4, 5, 6);
    double expected = error(method, plain);
    for (int exponent : new int[] {-900, -600, 600, 900}) {
      double[] values = new double[SHAPE.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(plain.get(i), exponent);
      }
      assertEquals(
          expected, error(method, HostTensor.of(SHAPE, values)), 1e-7, "2 to the " + exponent);
    }
  }

  /** Subnormals near 1e-42 are multiples of 1.4e-45, which is all that is lost. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosvd",
        "sthosvd",
        "hooi",
        "cp",
        "cp-nonnegative",
        "ntd",
        "ntd-mu",
        "tt",
        "pca",
        "nmf"
      })
  void subnormalsAreDecomposed(String method) {
    HostTensor plain = TestTensors.uniform(DType.FLOAT32, 0, 1, 3, 4, 5, 6);
    float[] values = new float[SHAPE.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (plain.get(i) * 2e-42);
      assertTrue(values[i] < Float.MIN_NORMAL);
    }
    assertEquals(error(method, plain), error(method, HostTensor.of(SHAPE, values)), 0.02);
  }
}
