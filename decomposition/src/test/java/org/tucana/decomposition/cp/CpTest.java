package org.tucana.decomposition.cp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
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
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.algebra.TensorProducts;
import org.tucana.decomposition.leastsquares.NormalEquations;
import org.tucana.decomposition.testing.OnBackend;

/** What holds for every canonical polyadic decomposition. */
class CpTest {
  private static final CpAls.Settings MANY =
      CpAls.Settings.defaults().withSweeps(2000).withTolerance(0).withRestarts(3, 5);

  static Stream<Arguments> types() {
    return OnBackend.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void plantedComponentsReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{9, 8}, {9, 8, 7}, {5, 6, 4, 3}, {3, 4, 2, 3, 4}}) {
            Tensor x = OnBackend.components(session, dtype, -1, 1, 2, shape);
            Cp cp = CpAls.decompose(x, 2, MANY.withSweeps(300));
            double epsilon = Tolerance.epsilon(dtype);
            assertTrue(
                cp.relativeError() < 1000 * epsilon,
                () -> x.type() + " seed 1: " + cp.relativeError());
            Tolerance.of(2000, 1).check("seed 1", x.read(), cp.reconstruct().read());
            assertEquals(shape.length + 1, cp.parts().size());
            assertEquals(List.of(2), cp.ranks());
          }
          return null;
        });
  }

  /** The rows are those of the sum of outer products of columns. */
  @ParameterizedTest
  @MethodSource("types")
  void rowsAreSumsOfOuterProducts(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor weights = session.upload(TestTensors.uniform(dtype, 1, 2, 1, 2));
          List<Tensor> factors = OnBackend.factors(session, dtype, -1, 2, 2, 4, 3, 5);
          Tensor sum = null;
          for (int r = 0; r < 2; r++) {
            int column = r;
            Tensor outer =
                TensorProducts.outer(
                    factors.stream()
                        .map(f -> f.slice(1, column, column + 1).reshape(f.dim(0)))
                        .toList());
            Tensor term = Arithmetic.multiply(outer, weights.slice(0, r, r + 1));
            sum = sum == null ? term : Arithmetic.add(sum, term);
          }
          Tolerance.of(8, 2)
              .check(
                  "seeds 1 and 2",
                  sum.slice(0, 1, 3).read(),
                  Cp.rows(weights, factors, 1, 3).read());
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void columnsAreNormalisedAndOrdered(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 3, 6, 5, 4));
          Cp cp = CpAls.decompose(x, 4, CpAls.Settings.defaults().withSweeps(30));
          HostTensor weights = cp.weights().read();
          for (int r = 0; r < 4; r++) {
            assertTrue(weights.get(r) > 0);
            assertTrue(r == 0 || weights.get(r) <= weights.get(r - 1));
          }
          for (int mode = 0; mode < 3; mode++) {
            Tensor factor = cp.factors().get(mode);
            Tensor squares = Reductions.sum(Arithmetic.multiply(factor, factor), 0);
            Tensor most = Reductions.maximum(factor, 0);
            Tensor least = Reductions.minimum(factor, 0);
            for (int r = 0; r < 4; r++) {
              assertEquals(1, squares.read().get(r), 8 * Tolerance.epsilon(dtype));
              assertTrue(mode == 0 || most.read().get(r) >= -least.read().get(r));
            }
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void theErrorNeverRises(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 4, 8, 7, 6));
          for (CpAls.Settings settings :
              List.of(
                  CpAls.Settings.defaults(), CpAls.Settings.defaults().withNonnegativeFactors())) {
            for (CpStart start :
                List.of(new CpStart.Random(1), new CpStart.LeadingSingularVectors(1))) {
              Cp cp = CpAls.decompose(x, 9, settings.from(start).withSweeps(60).withTolerance(0));
              assertEquals(60, cp.history().sweeps());
              OnBackend.neverRises(cp.history().relativeErrors(), 8 * Tolerance.epsilon(dtype));
              assertEquals(
                  cp.history().relativeErrors().getLast(),
                  cp.relativeError(),
                  64 * Tolerance.epsilon(dtype));
            }
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void nonnegativeComponentsAreFound(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = OnBackend.components(session, dtype, 0, 5, 3, 8, 7, 6);
          Cp cp = CpAls.decompose(x, 3, MANY.withNonnegativeFactors().withTolerance(1e-12));
          assertTrue(cp.relativeError() < 1e-4, () -> "seed 5: " + cp.relativeError());
          for (Tensor part : cp.parts().values()) {
            assertTrue(Reductions.minimum(part).item() >= 0);
          }
          Tensor signed = session.upload(TestTensors.uniform(dtype, -1, 1, 6, 8, 7, 6));
          Cp half =
              CpAls.decompose(
                  signed, 3, CpAls.Settings.defaults().withNonnegativeFactors().withSweeps(50));
          for (Tensor part : half.parts().values()) {
            assertTrue(Reductions.minimum(part).item() >= 0);
          }
          assertTrue(half.relativeError() < 1);
          return null;
        });
  }

  /** More components than the rank has: the normal equations are singular. */
  @ParameterizedTest
  @MethodSource("types")
  void superfluousComponentsDoNoHarm(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = OnBackend.components(session, dtype, -1, 7, 1, 6, 5, 4);
          Cp cp = CpAls.decompose(x, 8, CpAls.Settings.defaults().withSweeps(50).withTolerance(0));
          double amplified =
              Tolerance.epsilon(dtype) / Math.sqrt(NormalEquations.of(dtype).singular());
          assertTrue(cp.relativeError() < 4 * amplified, () -> "seed 7: " + cp.relativeError());
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#backends")
  void theSameSeedGivesTheSameBytes(String backend) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(8, 40, 30, 20));
          CpAls.Settings settings = CpAls.Settings.defaults().withSweeps(5).withTolerance(0);
          Cp first = CpAls.decompose(x, 4, settings.from(new CpStart.Random(1)));
          Cp again = CpAls.decompose(x, 4, settings.from(new CpStart.Random(1)));
          Cp other = CpAls.decompose(x, 4, settings.from(new CpStart.Random(2)));
          assertEquals(OnBackend.values(first), OnBackend.values(again));
          assertNotEquals(OnBackend.values(first), OnBackend.values(other));
          return null;
        });
  }

  /** Squares of these values leave the range of float32. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-25, 1e25})
  void magnitudesDoNotMatter(double scale) {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = OnBackend.components(session, DType.FLOAT32, -1, 9, 2, 80, 7, 6);
          Tensor scaled = Arithmetic.scale(x, scale);
          Cp cp = CpAls.decompose(scaled, 2, CpAls.Settings.defaults());
          assertTrue(cp.relativeError() < 1e-4, () -> "seed 9: " + cp.relativeError());
          Tolerance.of(4000, 1).check("seed 9", scaled.read(), cp.reconstruct().read());
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void theBestOfSeveralStartsIsKept(int restarts) {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, 10, 5, 5, 5));
          CpAls.Settings once =
              CpAls.Settings.defaults().from(new CpStart.Random(3)).withSweeps(100);
          double first = CpAls.decompose(x, 4, once).relativeError();
          double best = CpAls.decompose(x, 4, once.withRestarts(restarts, 3)).relativeError();
          assertTrue(restarts == 0 ? best == first : best < first, () -> first + " and " + best);
          return null;
        });
  }
}
