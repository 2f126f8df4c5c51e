package org.tucana.decomposition.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.testing.OnBackend;
import org.tucana.decomposition.testing.Requests;

/** Tensors whose magnitudes, or their squares, are near or beyond the ends of their type. */
@Tag("slow-on-software-device")
class MagnitudesTest {
  private static final Shape SHAPE = Shape.of(4, 5, 6);

  private static double error(String method, HostTensor values) {
    return switch (method) {
      case "hosvd", "sthosvd", "hooi", "ntd", "ntd-mu" -> error(method, values, 2, 3, 3);
      default -> error(method, values, 3);
    };
  }

  private static double error(String method, HostTensor values, Integer... ranks) {
    return OnBackend.run(
        "cpu",
        session ->
            DecompositionMethods.named(method)
                .decompose(session.upload(values), Requests.ofRanks(ranks))
                .relativeError());
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

  @Test
  void partsBeyondTheRangeAreRefused() {
    float[] values = new float[9];
    Arrays.fill(values, 3e38f);
    HostTensor large = HostTensor.of(Shape.of(3, 3), values);
    ShapeException refusal = assertThrows(ShapeException.class, () -> error("tt", large, 1));
    assertEquals(
        "decompose: the parts of FLOAT32[3,3] are beyond the range of its element type;"
            + " rescale the tensor",
        refusal.getMessage());
    Arrays.fill(values, 3e30f);
    assertTrue(error("tt", HostTensor.of(Shape.of(3, 3), values), 1) < 1e-6);
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
