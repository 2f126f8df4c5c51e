package org.tucana.decomposition.tucker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.History;
import org.tucana.decomposition.algebra.GramMatrix;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.testing.OnBackend;

/** What holds for every Tucker decomposition. */
class TuckerTest {
  private static final Hooi.Settings TEN = Hooi.Settings.defaults().withSweeps(10).withTolerance(0);

  /** A way to decompose. */
  private interface Way {
    Tucker decompose(Tensor x, TuckerTarget target);
  }

  private static final List<Way> WAYS =
      List.of(Hosvd::decompose, SequentialHosvd::decompose, Hooi::decompose);

  /** A random core times random factors, plus noise. */
  private static Tensor planted(
      EagerSession session, DType dtype, double noise, int[] shape, int... ranks) {
    List<ModeProduct.Step> steps = new ArrayList<>();
    for (int mode = 0; mode < shape.length; mode++) {
      steps.add(
          new ModeProduct.Step(
              mode,
              session.upload(
                  TestTensors.uniform(DType.FLOAT64, -1, 1, mode, shape[mode], ranks[mode]))));
    }
    Tensor core = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, 10, ranks));
    Tensor random = session.upload(TestTensors.uniform(DType.FLOAT64, -noise, noise, 11, shape));
    return Arithmetic.cast(Arithmetic.add(ModeProduct.chain(core, steps), random), dtype);
  }

  private static double epsilon(DType dtype) {
    return Tolerance.epsilon(dtype);
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void plantedRanksReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = planted(session, dtype, 0, new int[] {9, 8, 7, 6}, 2, 3, 2, 3);
          for (Way way : WAYS) {
            Tucker tucker = way.decompose(x, TuckerRanks.of(2, 3, 2, 3));
            assertTrue(tucker.relativeError() < 30 * epsilon(dtype), tucker::toString);
            Tolerance.of(30, 36).check("planted", x.read(), tucker.reconstruct().read());
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void fullRanksReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 1, 6, 5, 4));
          for (Way way : WAYS) {
            Tucker tucker = way.decompose(x, TuckerRanks.of(6, 5, 4));
            assertTrue(tucker.relativeError() < 30 * epsilon(dtype), tucker::toString);
            checkOrthonormal(tucker);
          }
          Tucker idle = Hooi.decompose(x, TuckerRanks.of(6, 5, 4));
          assertEquals(0, idle.history().sweeps());
          checkAllOrthogonal(idle.core());
          return null;
        });
  }

  private static void checkOrthonormal(Tucker tucker) {
    tucker
        .factors()
        .forEach((mode, factor) -> {
          HostTensor gram = GramMatrix.of(factor, 1, DType.FLOAT64).read();
          int rank = gram.shape().dim(0);
          double allowed = 20 * epsilon(factor.dtype()) * Math.sqrt(factor.dim(0));
          for (int i = 0; i < rank * rank; i++) {
            assertEquals(i % (rank + 1) == 0 ? 1 : 0, gram.get(i), allowed, "mode " + mode);
          }
        });
  }

  private static void checkAllOrthogonal(Tensor core) {
    double energy = InnerProduct.squaredNorm(core);
    for (int mode = 0; mode < core.shape().rank(); mode++) {
      HostTensor gram = GramMatrix.of(core, mode, DType.FLOAT64).read();
      int rank = gram.shape().dim(0);
      double last = Double.POSITIVE_INFINITY;
      double allowed = 20 * epsilon(core.dtype()) * energy;
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < rank; j++) {
          if (i != j) {
            assertEquals(0, gram.get(i * rank + j), allowed, "mode " + mode);
          }
        }
        assertTrue(gram.get(i * rank + i) <= last + allowed);
        last = gram.get(i * rank + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void factorsAreOrthonormalAndHooisCoreAllOrthogonal(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = planted(session, dtype, 0.5, new int[] {9, 8, 7}, 3, 3, 3);
          WAYS.forEach(way -> checkOrthonormal(way.decompose(x, TuckerRanks.of(3, 4, 7))));
          checkAllOrthogonal(Hooi.decompose(x, TuckerRanks.of(3, 4, 7)).core());
          return null;
        });
  }

  /** Sizes beyond the dense solvers, so that inner iterations are not converged either. */
  @Test
  void fitsNeverFallAndHooiBeatsItsStart() {
    OnBackend.run(
        "cpu",
        session -> {
          for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            int size = dtype == DType.FLOAT32 ? 120 : 300;
            Tensor x = planted(session, dtype, 2, new int[] {5, size, size}, 3, 4, 4);
            for (Hooi.Start start : Hooi.Start.values()) {
              Tucker tucker = Hooi.decompose(x, TuckerRanks.of(5, 12, 10), TEN.from(start));
              List<Double> errors = tucker.history().relativeErrors();
              assertEquals(10, errors.size());
              for (int i = 1; i < errors.size(); i++) {
                double allowed = 20 * epsilon(dtype);
                assertTrue(
                    errors.get(i) <= errors.get(i - 1) + allowed, start + " " + dtype + errors);
              }
              assertEquals(
                  errors.getLast(), tucker.relativeError(), 50 * epsilon(dtype), start.name());
            }
            double hooi = Hooi.decompose(x, TuckerRanks.of(5, 12, 10), TEN).relativeError();
            assertTrue(hooi < Hosvd.decompose(x, TuckerRanks.of(5, 12, 10)).relativeError());
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void errorBoundsAreKeptWithFewNumbers(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = planted(session, dtype, 0.02, new int[] {10, 9, 8}, 4, 3, 2);
          for (double bound : new double[] {0.5, 0.2, 0.05}) {
            List<Tucker> found =
                WAYS.stream().map(w -> w.decompose(x, TuckerErrorBound.of(bound))).toList();
            found.forEach(t -> assertTrue(t.relativeError() <= bound, bound + " " + t));
            assertTrue(found.get(1).parameters() <= found.get(0).parameters());
            assertTrue(found.get(2).parameters() <= found.get(1).parameters());
          }
          assertEquals(List.of(4, 3, 2), Hooi.decompose(x, TuckerErrorBound.of(0.05)).ranks());
          return null;
        });
  }

  /** In float32, sums of squares beside this bound would drown in rounding. */
  @Test
  void smallErrorBoundsInFloat32() {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = planted(session, DType.FLOAT32, 1e-5, new int[] {10, 9, 8}, 4, 3, 2);
          for (Way way : WAYS) {
            Tucker tucker = way.decompose(x, TuckerErrorBound.of(1e-4));
            assertEquals(List.of(4, 3, 2), tucker.ranks());
            assertTrue(tucker.relativeError() <= 1e-4);
          }
          return null;
        });
  }

  /** Modes left whole stay in the core, wherever they lie. */
  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void partialDecompositionsOfAConvolution(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor weight = planted(session, dtype, 0.1, new int[] {8, 6, 3, 3}, 4, 3, 3, 3);
          TuckerRanks ranks = new TuckerRanks(List.of(0, 1), List.of(4, 3));
          for (Way way : WAYS) {
            Tucker tucker = way.decompose(weight, ranks);
            assertEquals(Shape.of(4, 3, 3, 3), tucker.core().shape());
            assertEquals(Shape.of(8, 4), tucker.factor(0).shape());
            assertEquals(Shape.of(6, 3), tucker.factor(1).shape());
            assertEquals(
                List.of("core", "factor0", "factor1"), List.copyOf(tucker.parts().keySet()));
            assertEquals(432.0 / (108 + 32 + 18), tucker.compression(), 1e-12);
            Tensor whole =
                ModeProduct.multiply(
                    ModeProduct.multiply(tucker.core(), 0, tucker.factor(0)), 1, tucker.factor(1));
            Tolerance.of(30, 12).check("rows", whole.read(), tucker.reconstruct().read());
            Tolerance.of(30, 12)
                .check("rows 2..5", whole.slice(0, 2, 5).read(), tucker.rows(2, 5).read());
          }
          return null;
        });
  }

  /** The copy in another order of axes that narrow modes get changes nothing. */
  @Test
  void theOrderOfAxesDoesNotMatter() {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = planted(session, DType.FLOAT64, 0.5, new int[] {8, 6, 3, 3}, 4, 3, 3, 3);
          TuckerRanks narrow = new TuckerRanks(List.of(0, 1), List.of(4, 3));
          TuckerRanks wide = new TuckerRanks(List.of(0, 3), List.of(4, 3));
          assertTrue(!TuckerLayout.of(x.shape(), narrow.modes()).isOwn());
          Tucker a = Hooi.decompose(x, narrow, TEN);
          Tucker b = Hooi.decompose(x.permute(0, 2, 3, 1), wide, TEN);
          assertEquals(a.relativeError(), b.relativeError(), 1e-14);
          Tolerance.of(100, 1).check("core", a.core().permute(0, 2, 3, 1).read(), b.core().read());
          return null;
        });
  }

  /** More vectors asked of a mode than the other ranks can tell apart, and modes of size 1. */
  @ParameterizedTest
  @MethodSource("org.tucana.decomposition.testing.OnBackend#types")
  void ranksBeyondTheProductOfTheOthers(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = planted(session, dtype, 0.3, new int[] {80, 4, 1}, 2, 2, 1);
          for (Way way : WAYS) {
            Tucker tucker = way.decompose(x, TuckerRanks.of(6, 1, 1));
            checkOrthonormal(tucker);
            assertEquals(Shape.of(6, 1, 1), tucker.core().shape());
            assertTrue(tucker.relativeError() < 0.9, tucker::toString);
          }
          return null;
        });
  }

  @Test
  void equalRunsGiveEqualBits() {
    float[] first = OnBackend.run("cpu", TuckerTest::someCore);
    assertArrayEquals(first, OnBackend.run("cpu", TuckerTest::someCore));
  }

  private static float[] someCore(EagerSession session) {
    Tensor x = planted(session, DType.FLOAT32, 1, new int[] {4, 120, 110}, 3, 4, 4);
    return Hooi.decompose(x, TuckerRanks.of(3, 8, 9), TEN.from(Hooi.Start.RANDOM).withSeed(5))
        .core()
        .toFloats();
  }

  @Test
  void signsAreAgreed() {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = planted(session, DType.FLOAT64, 0.3, new int[] {9, 8, 7}, 3, 3, 3);
          Tensor negative = Arithmetic.negate(x);
          for (Way way : WAYS) {
            Tucker a = way.decompose(x, TuckerRanks.of(3, 3, 3));
            Tucker b = way.decompose(negative, TuckerRanks.of(3, 3, 3));
            Tolerance.of(1000, 1).check("factor", a.factor(1).read(), b.factor(1).read());
            Tolerance.of(1000, 1)
                .check("core", a.core().read(), Arithmetic.negate(b.core()).read());
          }
          return null;
        });
  }

  /** Surveys store fluxes far below 1e-20, whose squares float32 does not hold. */
  @Test
  void magnitudesBeyondTheSquaresOfFloat32() {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = planted(session, DType.FLOAT32, 0.3, new int[] {9, 8, 7}, 3, 3, 3);
          double expected = Hooi.decompose(x, TuckerRanks.of(3, 3, 3)).relativeError();
          for (int exponent : new int[] {-90, 90}) {
            Tensor scaled = Arithmetic.scale(x, Math.scalb(1.0, exponent));
            Tucker tucker = Hooi.decompose(scaled, TuckerRanks.of(3, 3, 3));
            assertEquals(expected, tucker.relativeError(), 1e-6 * expected);
            assertEquals(
                InnerProduct.norm(scaled) * Math.sqrt(1 - expected * expected),
                InnerProduct.norm(tucker.core()),
                1e-5 * InnerProduct.norm(scaled));
          }
          return null;
        });
  }

  @Test
  void anIterationStopsWhenTheErrorDoes() {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x = planted(session, DType.FLOAT64, 0.3, new int[] {9, 8, 7}, 3, 3, 3);
          Tucker tucker = Hooi.decompose(x, TuckerRanks.of(3, 3, 3));
          List<Double> errors = tucker.history().relativeErrors();
          int sweeps = errors.size();
          assertTrue(tucker.history().converged());
          assertTrue(sweeps < 50 && sweeps > 1);
          assertTrue(errors.get(sweeps - 2) - errors.get(sweeps - 1) <= 1e-6);
          Tucker cut = Hooi.decompose(x, TuckerRanks.of(3, 3, 3), TEN.withSweeps(1));
          assertEquals(new History(List.of(errors.getFirst()), false), cut.history());
          return null;
        });
  }

  /** Beside the tensor, no more than one copy of it and slabs. */
  @Test
  void memoryStaysBelowOneCopy() {
    try (Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
        EagerSession session = new EagerSession(backend)) {
      Tensor x = session.upload(TestTensors.uniform(1, 40, 500, 500));
      long before = backend.memory().liveBytes();
      Hooi.decompose(x, TuckerRanks.of(20, 40, 40), TEN.withSweeps(2));
      long extra = backend.memory().peakBytes() - before;
      assertTrue(extra < x.type().bytes(), () -> extra + " of " + x.type().bytes());
    }
  }
}
