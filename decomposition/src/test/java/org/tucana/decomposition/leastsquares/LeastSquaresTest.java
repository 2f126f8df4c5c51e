package org.tucana.decomposition.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.algebra.TensorProducts;
import org.tucana.decomposition.algebra.Unfolding;

/** The problems of one factor, and the products with the tensor that they need. */
class LeastSquaresTest {
  static Stream<Arguments> types() {
    return TestBackends.names("cpu", "strict")
        .flatMap(backend ->
            Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> Arguments.of(backend, dtype)));
  }

  private static DMatrixRMaj random(double low, long seed, int rows, int columns) {
    HostTensor values = TestTensors.uniform(DType.FLOAT64, low, 1, seed, rows, columns);
    return DMatrixRMaj.wrap(rows, columns, (double[]) values.array());
  }

  private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
    CommonOps_DDRM.mult(a, b, product);
    return product;
  }

  /** tr(U G U^T) - 2 tr(U M^T). */
  private static double objective(DMatrixRMaj u, DMatrixRMaj gram, DMatrixRMaj products) {
    DMatrixRMaj image = product(u, gram);
    double sum = 0;
    for (int i = 0; i < u.data.length; i++) {
      sum += u.data[i] * (image.data[i] - 2 * products.data[i]);
    }
    return sum;
  }

  /** Against unfoldings times Khatri-Rao products, for every way to cut the modes in two. */
  @ParameterizedTest
  @MethodSource("types")
  void contractionsAreProductsWithUnfoldings(String backendName, DType dtype) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      for (int[] shape :
          new int[][] {{5, 7}, {3, 4, 20}, {20, 4, 3}, {2, 3, 4, 5}, {7, 2, 2, 2, 3}, {1, 6, 1}}) {
        Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 1, shape));
        List<DMatrixRMaj> factors = new ArrayList<>();
        for (int mode = 0; mode < shape.length; mode++) {
          factors.add(random(-1, 2 + mode, shape[mode], 3));
        }
        KhatriRaoContraction contraction = new KhatriRaoContraction(session, x);
        for (int mode = 0; mode < shape.length; mode++) {
          DMatrixRMaj actual =
              (mode < contraction.split()
                      ? contraction.withoutTrailing(factors)
                      : contraction.withoutLeading(factors))
                  .product(mode, factors);
          List<Tensor> others = new ArrayList<>();
          for (int other = 0; other < shape.length; other++) {
            if (other != mode) {
              others.add(HostMatrices.upload(session, factors.get(other), dtype));
            }
          }
          Tensor expected =
              Products.matmul(Unfolding.unfold(x, mode), TensorProducts.khatriRao(others));
          int length = x.shape().elements() / shape[mode];
          Tolerance.ofProducts(8, length)
              .check(
                  "seed 1, " + x.type() + ", mode " + mode,
                  expected.read(),
                  HostMatrices.upload(session, actual, dtype).read());
        }
      }
    }
  }

  @Test
  void normalEquationsAreSolved() {
    DMatrixRMaj gram = HostMatrices.gram(random(-1, 1, 9, 4));
    DMatrixRMaj wanted = random(-1, 2, 6, 4);
    DMatrixRMaj found =
        NormalEquations.of(DType.FLOAT64)
            .update(new DMatrixRMaj(6, 4), gram, product(wanted, gram));
    assertArrayEquals(wanted.data, found.data, 1e-12);
  }

  /** Two columns of what G is made of are equal. */
  @Test
  void singularNormalEquationsLowerTheObjectiveAsFarAsCanBe() {
    DMatrixRMaj columns = random(-1, 3, 9, 4);
    for (int i = 0; i < 9; i++) {
      columns.set(i, 3, columns.get(i, 1));
    }
    DMatrixRMaj gram = HostMatrices.gram(columns);
    DMatrixRMaj products = product(random(-1, 4, 6, 9), columns);
    DMatrixRMaj found =
        NormalEquations.of(DType.FLOAT64).update(random(-1, 5, 6, 4), gram, products);
    assertArrayEquals(products.data, product(found, gram).data, 1e-10);
    DMatrixRMaj zero = new DMatrixRMaj(4, 4);
    DMatrixRMaj start = random(-1, 6, 6, 4);
    assertArrayEquals(
        start.data,
        NormalEquations.of(DType.FLOAT64).update(start, zero, new DMatrixRMaj(6, 4)).data);
  }

  /** At the minimum, the gradient is 0 where an entry is positive and not negative elsewhere. */
  @Test
  void repeatedDescentReachesTheNonnegativeMinimum() {
    DMatrixRMaj gram = HostMatrices.gram(random(0, 7, 12, 5));
    DMatrixRMaj products = random(-1, 8, 6, 5);
    DMatrixRMaj u = random(0, 9, 6, 5);
    double before = objective(u, gram, products);
    for (int i = 0; i < 300; i++) {
      u = new CoordinateDescent().update(u, gram, products);
      double after = objective(u, gram, products);
      assertTrue(after <= before + 1e-12, before + " to " + after);
      before = after;
    }
    DMatrixRMaj image = product(u, gram);
    int zeros = 0;
    for (int i = 0; i < u.data.length; i++) {
      double gradient = image.data[i] - products.data[i];
      assertTrue(u.data[i] >= 0);
      if (u.data[i] > 0) {
        assertEquals(0, gradient, 1e-7);
      } else {
        zeros++;
        assertTrue(gradient >= -1e-7);
      }
    }
    assertTrue(zeros > 0 && zeros < u.data.length);
  }

  @Test
  void multiplicativeUpdatesLowerTheObjective() {
    DMatrixRMaj gram = HostMatrices.gram(random(0, 10, 12, 5));
    DMatrixRMaj products = random(0, 11, 6, 5);
    DMatrixRMaj u = random(0, 12, 6, 5);
    double before = objective(u, gram, products);
    for (int i = 0; i < 50; i++) {
      u = new MultiplicativeUpdate().update(u, gram, products);
      double after = objective(u, gram, products);
      assertTrue(after <= before + 1e-12, before + " to " + after);
      before = after;
    }
  }

  @Test
  void columnsOfZerosStay() {
    DMatrixRMaj matrix = new DMatrixRMaj(new double[][] {{3, 0}, {4, 0}});
    assertArrayEquals(new double[] {5, 0}, HostMatrices.normalizeColumns(matrix));
    assertArrayEquals(new double[] {0.6, 0, 0.8, 0}, matrix.data, 1e-15);
  }
}
