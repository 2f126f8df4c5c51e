package org.tucana.decomposition.spectral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.decomposition.algebra.InnerProduct;

class SpectralTest {
  private final Backend backend = TestBackends.chosen("cpu", BackendOptions.threads(2));
  private final EagerSession session = new EagerSession(backend);

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private Tensor orthonormal(long seed, int rows, int columns) {
    Tensor random = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, seed, rows, columns));
    return Orthonormal.columns(session, random, 0);
  }

  /** A matrix [rows, columns] of FLOAT64 with given singular values. */
  private Tensor matrix(int rows, int columns, double... values) {
    Tensor left = orthonormal(1, rows, values.length);
    Tensor right = orthonormal(2, columns, values.length);
    Tensor scale = session.upload(HostTensor.of(Shape.of(1, values.length), values));
    return Products.matmul(Arithmetic.multiply(left, scale), right.permute(1, 0));
  }

  private static double deviation(Tensor columns) {
    double[] gram = (double[]) Products.matmul(columns.permute(1, 0), columns).read().array();
    int n = columns.dim(1);
    double worst = 0;
    for (int i = 0; i < n * n; i++) {
      worst = Math.max(worst, Math.abs(gram[i] - (i % (n + 1) == 0 ? 1 : 0)));
    }
    return worst;
  }

  @Test
  void eigenvectorsWorkedByHand() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[] {2, -1, -1, 2}, 2);
    assertArrayEquals(new double[] {3, 1}, eigen.values(), 1e-14);
    double r = Math.sqrt(0.5);
    assertEquals(r, Math.abs(eigen.vectors()[0]), 1e-14);
    assertEquals(-1, Math.signum(eigen.vectors()[0] * eigen.vectors()[2]));
    assertArrayEquals(
        new double[] {r, r}, new double[] {eigen.vectors()[1], eigen.vectors()[3]}, 1e-14);
  }

  @Test
  void theFirstLargestEntryIsPositive() {
    assertEquals(-1, Signs.of(new double[] {1, -3, 3}));
    assertEquals(1, Signs.of(new double[] {-1, 3, -3}));
    assertEquals(1, Signs.of(new double[] {0, 0}));
    Tensor turned = session.upload(HostTensor.of(Shape.of(2, 2), 1.0, -2.0, -5.0, 1.0));
    assertArrayEquals(new double[] {-1, 2, 5, -1}, (double[]) Signs.agreed(turned).read().array());
  }

  @Test
  void columnsBecomeOrthonormalAndKeepTheirSpan() {
    Tensor far =
        matrix(40, 12, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-9, 1e-9);
    Tensor q = Orthonormal.columns(session, far, 0);
    assertTrue(deviation(q) < 1e-14, () -> "deviation " + deviation(q));
    Tensor kept = Products.matmul(q, Products.matmul(q.permute(1, 0), far));
    double[] lost = (double[]) Arithmetic.subtract(far, kept).read().array();
    assertTrue(Arrays.stream(lost).map(Math::abs).max().orElseThrow() < 1e-15);
  }

  @Test
  void dependentColumnsAreReplaced() {
    Tensor one = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, 5, 30, 1));
    Tensor same = Arithmetic.broadcastTo(one, Shape.of(30, 4));
    Tensor zeros = Arithmetic.scale(same, 0);
    assertTrue(deviation(Orthonormal.columns(session, same, 0)) < 1e-14);
    assertTrue(deviation(Orthonormal.columns(session, zeros, 0)) < 1e-14);
  }

  /** A plain Gram matrix in double would lose everything below 1e-8 of the largest. */
  @Test
  void tinySingularValuesAreFound() {
    double[] expected = {5, 2, 1e-2, 1e-5, 2e-6, 1e-9, 4e-10, 1e-12};
    for (int[] shape : new int[][] {{8, 30}, {30, 8}, {12, 25}}) {
      double[] values = SingularValueDecomposition.values(matrix(shape[0], shape[1], expected));
      assertEquals(Math.min(shape[0], shape[1]), values.length);
      for (int i = 0; i < values.length; i++) {
        assertEquals(i < expected.length ? expected[i] : 0, values[i], 500 * Math.ulp(5.0));
      }
    }
  }

  @Test
  void decompositionsMultiplyBack() {
    Tensor a = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, 7, 9, 20));
    for (Tensor x : new Tensor[] {a, a.permute(1, 0)}) {
      SingularValueDecomposition svd = SingularValueDecomposition.of(x, 9);
      assertTrue(deviation(svd.left()) < 1e-13);
      assertTrue(deviation(svd.right()) < 1e-13);
      Tensor scale = session.upload(HostTensor.of(Shape.of(1, 9), svd.values()));
      Tensor back =
          Products.matmul(Arithmetic.multiply(svd.left(), scale), svd.right().permute(1, 0));
      double[] missing = (double[]) Arithmetic.subtract(x, back).read().array();
      assertTrue(Arrays.stream(missing).map(Math::abs).max().orElseThrow() < 1e-13);
    }
  }

  @Test
  void singularValuesThatCannotBe() {
    Tensor a = session.upload(TestTensors.uniform(1, 3, 4));
    assertEquals(
        "singular values: expected a number from 1 to the smaller side of [3,4], got 4;"
            + " ask for fewer",
        assertThrows(ShapeException.class, () -> SingularValueDecomposition.of(a, 4)).getMessage());
    assertEquals(
        "singular values: expected a FLOAT32 or FLOAT64 matrix, got FLOAT32[12];"
            + " reshape or cast it",
        assertThrows(ShapeException.class, () -> SingularValueDecomposition.values(a.reshape(12)))
            .getMessage());
  }

  /** Signal of few strong directions over noise: subspace iteration against the dense solver. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void subspaceIterationCapturesWhatTheDenseSolverDoes(DType dtype) {
    int size = 300;
    Tensor noise = session.upload(TestTensors.uniform(DType.FLOAT64, -0.05, 0.05, 11, size, 400));
    Tensor x = Arithmetic.cast(Arithmetic.add(noise, matrix(size, 400, 90, 40, 10, 5, 3)), dtype);
    LeadingVectors vectors = LeadingVectors.of(session, x, 0);
    Basis exact = vectors.all();
    Basis iterated = vectors.leading(30, 1e-9, 3);
    assertTrue(iterated.values().length < size);
    double tail = exact.missing(30);
    double rounding = Math.sqrt(size) * Tolerance.epsilon(dtype) * exact.energy();
    assertEquals(exact.captured(30), iterated.captured(30), 1e-6 * tail + rounding, "seed 11");
    assertEquals(exact.energy(), iterated.energy(), rounding);
    assertTrue(deviation(iterated.vectors()) < 1e-8);
  }

  /** Each pass captures no less than the one before, from whatever start. */
  @Test
  void capturedEnergyNeverFalls() {
    Tensor x = session.upload(TestTensors.uniform(DType.FLOAT64, -1, 1, 13, 400, 500));
    LeadingVectors vectors = LeadingVectors.of(session, x, 0);
    Tensor start = LeadingVectors.random(session, 400, 20, 1, 0);
    double before = 0;
    for (int pass = 0; pass < 6; pass++) {
      Basis basis = vectors.refined(20, start);
      double captured = basis.captured(20);
      assertTrue(captured >= before * (1 - 1e-14), before + " then " + captured);
      before = captured;
      start = basis.vectors();
    }
    assertEquals(vectors.all().captured(20), before, 1e-4 * before);
  }

  /** An unfolding of lower rank than the block: columns run out of independent directions. */
  @Test
  void matricesOfLowRank() {
    Tensor x = Arithmetic.cast(matrix(200, 300, 3, 2, 1), DType.FLOAT32);
    Basis basis = LeadingVectors.of(session, x, 0).leading(10, 1e-6, 1);
    assertEquals(14, basis.captured(10), 1e-4);
    assertTrue(deviation(basis.vectors()) < 1e-8);
  }

  /** Through the few columns, and beyond their number. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void unfoldingsOfFewColumns(DType dtype) {
    Tensor x = Arithmetic.cast(matrix(700, 30, 5, 3, 1e-2), dtype);
    LeadingVectors vectors = LeadingVectors.of(session, x, 0);
    for (int count : new int[] {2, 3, 25, 40}) {
      Basis basis = vectors.leading(count, 1e-9, 1);
      assertTrue(basis.vectors().dim(1) >= count);
      assertTrue(deviation(basis.vectors()) < 1e-13);
      assertEquals(count == 2 ? 34 : 34.0001, basis.captured(count), 1e-6);
      Tensor kept =
          Products.matmul(basis.leading(count).permute(1, 0), Arithmetic.cast(x, DType.FLOAT64));
      assertEquals(basis.captured(count), InnerProduct.squaredNorm(kept), 1e-5);
    }
    assertEquals(2, vectors.missing(2e-4, 1).countMissing(2e-4));
  }

  @Test
  void asManyVectorsAsAnEnergyTakes() {
    double[] values = new double[40];
    Arrays.setAll(values, i -> Math.pow(2, -i / 2.0));
    Tensor small = matrix(50, 60, values);
    Tensor large = matrix(600, 60, values);
    double most = 0;
    for (int i = 7; i < values.length; i++) {
      most += values[i] * values[i];
    }
    for (Tensor x : new Tensor[] {small, large}) {
      Basis basis = LeadingVectors.of(session, x, 0).missing(most * 1.001, 1);
      assertEquals(7, basis.countMissing(most * 1.001));
      assertEquals(most, basis.missing(7), 1e-6 * most);
    }
  }
}
