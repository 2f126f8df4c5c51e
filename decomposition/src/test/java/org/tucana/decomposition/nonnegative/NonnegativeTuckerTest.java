package org.tucana.decomposition.nonnegative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Reductions;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.decomposition.testing.OnBackend;
import org.tucana.decomposition.tucker.Tucker;

/** What holds for every nonnegative Tucker decomposition. */
class NonnegativeTuckerTest {
  private static final NonnegativeTucker.Settings HALS = NonnegativeTucker.Settings.defaults();
  private static final NonnegativeTucker.Settings MULTIPLICATIVE =
      HALS.by(NonnegativeRule.MULTIPLICATIVE);

  static Stream<Arguments> types() {
    return OnBackend.types();
  }

  @Tag("slow-on-software-device")
  @ParameterizedTest
  @MethodSource("types")
  void theErrorNeverRisesAndPartsStayNonnegative(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor positive = session.upload(TestTensors.uniform(dtype, 0, 1, 1, 8, 7, 6));
          Tensor signed = session.upload(TestTensors.uniform(dtype, -1, 1, 2, 8, 7, 6));
          NonnegativeTuckerStart sequential = new NonnegativeTuckerStart.SequentialHosvd();
          for (List<Integer> ranks : List.of(List.of(4, 3, 5), List.of(8, 6, 6))) {
            check(dtype, positive, ranks, MULTIPLICATIVE);
            check(dtype, positive, ranks, MULTIPLICATIVE.from(sequential));
            check(dtype, positive, ranks, HALS);
            check(dtype, positive, ranks, HALS.from(sequential));
            check(dtype, signed, ranks, HALS);
          }
          return null;
        });
  }

  private static void check(
      DType dtype, Tensor x, List<Integer> ranks, NonnegativeTucker.Settings settings) {
    Tucker found = NonnegativeTucker.decompose(x, ranks, settings.withSweeps(40).withTolerance(0));
    List<Double> errors = found.history().relativeErrors();
    assertEquals(40, errors.size());
    OnBackend.neverRises(errors, 16 * Tolerance.epsilon(dtype));
    assertTrue(errors.getLast() < errors.getFirst());
    assertEquals(errors.getLast(), found.relativeError(), 64 * Tolerance.epsilon(dtype));
    for (Tensor part : found.parts().values()) {
      assertTrue(Reductions.minimum(part).item() >= 0);
    }
    for (Tensor factor : found.factors().values()) {
      Tensor squares = Reductions.sum(Arithmetic.multiply(factor, factor), 0);
      for (int r = 0; r < factor.dim(1); r++) {
        double square = squares.read().get(r);
        assertTrue(square == 0 || Math.abs(square - 1) < 8 * Tolerance.epsilon(dtype));
      }
    }
  }

  /** Superdiagonal cores are Tucker cores, so that rank-2 tensors are found exactly. */
  @ParameterizedTest
  @MethodSource("types")
  void plantedPartsReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{9, 8}, {6, 5, 4}, {4, 5, 3, 4}}) {
            Tensor x = OnBackend.components(session, dtype, 0, 3, 2, shape);
            List<Integer> ranks = Collections.nCopies(shape.length, 2);
            Tucker found =
                NonnegativeTucker.decompose(
                    x, ranks, HALS.withRestarts(1, 1).withTolerance(1e-9).withSweeps(400));
            assertTrue(found.relativeError() < 2e-3, () -> x.type() + ": " + found.relativeError());
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#backends")
  void theSameSeedGivesTheSameBytes(String backend) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(DType.FLOAT32, 0, 1, 4, 30, 20, 10));
          NonnegativeTucker.Settings settings = HALS.withSweeps(3).withTolerance(0);
          List<Integer> ranks = List.of(3, 4, 5);
          Tucker first = NonnegativeTucker.decompose(x, ranks, settings);
          Tucker again = NonnegativeTucker.decompose(x, ranks, settings);
          Tucker other =
              NonnegativeTucker.decompose(
                  x, ranks, settings.from(new NonnegativeTuckerStart.Random(9)));
          assertEquals(OnBackend.values(first), OnBackend.values(again));
          assertNotEquals(OnBackend.values(first), OnBackend.values(other));
          return null;
        });
  }

  /** The start is random in units of its own, so that the sweeps differ a little. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-25, 1e25})
  void magnitudesDoNotMatter(double scale) {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = session.upload(TestTensors.uniform(DType.FLOAT32, 0, 1, 5, 9, 8, 7));
          NonnegativeTucker.Settings settings = HALS.withSweeps(20).withTolerance(0);
          double expected =
              NonnegativeTucker.decompose(x, List.of(3, 3, 3), settings).relativeError();
          double actual =
              NonnegativeTucker.decompose(Arithmetic.scale(x, scale), List.of(3, 3, 3), settings)
                  .relativeError();
          assertEquals(expected, actual, 0.02 * expected);
          return null;
        });
  }
}
