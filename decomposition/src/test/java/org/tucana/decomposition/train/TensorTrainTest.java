package org.tucana.decomposition.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.op.Products;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.spectral.SingularValueDecomposition;
import org.tucana.decomposition.testing.OnBackend;

/** What holds for every tensor train. */
class TensorTrainTest {
  static Stream<Arguments> types() {
    return OnBackend.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void fullRanksReconstruct(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{7, 5}, {5, 7}, {6, 5, 4}, {2, 3, 4, 3, 2}, {1, 6, 1}}) {
            Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 1, shape));
            List<Integer> ranks = TensorTrainSvd.ranksUpTo(x.shape(), 1000);
            TensorTrain train = TensorTrainSvd.decompose(x, ranks);
            assertEquals(ranks, train.ranks());
            assertTrue(
                train.relativeError() < 32 * Tolerance.epsilon(dtype),
                () -> x.type() + " seed 1: " + train.relativeError());
            Tolerance.of(64, 1).check("seed 1", x.read(), train.reconstruct().read());
          }
          return null;
        });
  }

  @Test
  void ranksUpToANumberFitAShape() {
    assertEquals(List.of(2, 6, 6, 2), TensorTrainSvd.ranksUpTo(Shape.of(2, 3, 4, 3, 2), 100));
    assertEquals(List.of(2, 5, 5, 2), TensorTrainSvd.ranksUpTo(Shape.of(2, 3, 4, 3, 2), 5));
    assertEquals(List.of(1), TensorTrainSvd.ranksUpTo(Shape.of(1, 9), 100));
  }

  @ParameterizedTest
  @MethodSource("types")
  void theErrorIsWithinItsBoundAndRanksAreFewAtThat(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor planted = OnBackend.components(session, dtype, -1, 2, 3, 9, 8, 7, 6);
          Tensor noise = session.upload(TestTensors.uniform(dtype, -0.01, 0.01, 3, 9, 8, 7, 6));
          Tensor x = Arithmetic.add(planted, noise);
          int last = Integer.MAX_VALUE;
          for (double bound : new double[] {1e-3, 1e-2, 0.05, 0.3, 0.9}) {
            TensorTrain train = TensorTrainSvd.decompose(x, bound);
            assertTrue(train.relativeError() <= bound, () -> bound + ": " + train.relativeError());
            int parameters = (int) train.parameters();
            assertTrue(parameters <= last);
            last = parameters;
          }
          assertEquals(List.of(3, 3, 3), TensorTrainSvd.decompose(x, 0.05).ranks());
          return null;
        });
  }

  /** A train of a matrix is its truncated SVD, the best there is (Eckart and Young). */
  @ParameterizedTest
  @MethodSource("types")
  void aTrainOfAMatrixIsItsBestApproximation(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          for (int[] shape : new int[][] {{12, 9}, {9, 12}}) {
            Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 4, shape));
            double[] values = SingularValueDecomposition.values(x);
            double whole = 0;
            double missing = 0;
            for (int i = 0; i < values.length; i++) {
              whole += values[i] * values[i];
              missing += i < 4 ? 0 : values[i] * values[i];
            }
            assertEquals(
                Math.sqrt(missing / whole),
                TensorTrainSvd.decompose(x, List.of(4)).relativeError(),
                16 * Tolerance.epsilon(dtype));
          }
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void allCoresButTheLastAreOrthonormal(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          Tensor x = session.upload(TestTensors.uniform(dtype, -1, 1, 5, 8, 3, 3, 2));
          TensorTrain train = TensorTrainSvd.decompose(x, List.of(4, 5, 2));
          for (Tensor core : train.cores().subList(0, 3)) {
            int columns = core.dim(2);
            Tensor matrix = core.reshape(-1, columns);
            HostTensor gram = Products.matmul(matrix.permute(1, 0), matrix).read();
            for (int i = 0; i < columns * columns; i++) {
              assertEquals(
                  i % (columns + 1) == 0 ? 1 : 0, gram.get(i), 32 * Tolerance.epsilon(dtype));
            }
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-25, 1e25})
  void magnitudesDoNotMatter(double scale) {
    OnBackend.run(
        "cpu",
        session -> {
          Tensor x =
              Arithmetic.scale(
                  OnBackend.components(session, DType.FLOAT32, -1, 6, 2, 80, 70, 6), scale);
          TensorTrain train = TensorTrainSvd.decompose(x, List.of(2, 2));
          assertTrue(train.relativeError() < 1e-5, () -> "seed 6: " + train.relativeError());
          return null;
        });
  }

  @ParameterizedTest
  @MethodSource("types")
  void theWeightOfALayerAsATrain(String backend, DType dtype) {
    OnBackend.run(
        backend,
        session -> {
          List<Integer> out = List.of(2, 3, 4);
          List<Integer> in = List.of(5, 2, 3);
          Tensor weight = session.upload(TestTensors.uniform(dtype, -1, 1, 7, 24, 30));
          TensorTrainMatrix whole = TensorTrainMatrix.decompose(weight, out, in, List.of(10, 12));
          Tolerance.of(64, 1).check("seed 7", weight.read(), whole.matrix().read());
          TensorTrainMatrix train = TensorTrainMatrix.decompose(weight, out, in, List.of(3, 4));
          List<Shape> shapes = train.cores().stream().map(Tensor::shape).toList();
          assertEquals(
              List.of(Shape.of(1, 2, 5, 3), Shape.of(3, 3, 2, 4), Shape.of(4, 4, 3, 1)), shapes);
          checkElement(train, 17, 23);
          checkElement(train, 4, 9);
          return null;
        });
  }

  /**
   * An element of the weight is a product of matrices picked by the digits of its row and column.
   */
  private static void checkElement(TensorTrainMatrix train, int row, int column) {
    int[] rows = {row / 12, row / 4 % 3, row % 4};
    int[] columns = {column / 6, column / 3 % 2, column % 3};
    Tensor product = null;
    for (int k = 0; k < 3; k++) {
      Tensor core = train.cores().get(k);
      Tensor matrix =
          core.slice(1, rows[k], rows[k] + 1)
              .slice(2, columns[k], columns[k] + 1)
              .reshape(core.dim(0), core.dim(3));
      product = product == null ? matrix : Products.matmul(product, matrix);
    }
    double expected = product.item();
    double actual = train.matrix().slice(0, row, row + 1).slice(1, column, column + 1).item();
    assertEquals(expected, actual, 1e-6);
  }
}
