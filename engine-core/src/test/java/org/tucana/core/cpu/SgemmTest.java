package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.cpu.threads.Workers;

/** M, N and K are the rows and columns of the result and the length of the sums. */
class SgemmTest {

  @ParameterizedTest
  @CsvSource({
    "0, 3, 5",
    "3, 0, 5",
    "3, 5, 0",
    "1, 1, 1",
    "1, 33, 207",
    "207, 1, 13",
    "3, 7, 8",
    "8, 48, 31",
    "13, 31, 33",
    "31, 13, 257",
    "32, 207, 300",
    "65, 100, 1021",
    "207, 208, 32"
  })
  void equalsTheDefinitionForAllTranspositions(int m, int n, int k) {
    float[] a = Numbers.uniform(1, m * k + 5);
    float[] b = Numbers.uniform(2, k * n + 5);
    for (int layout = 0; layout < 8; layout++) {
      MatrixView left = (layout & 1) == 0 ? new MatrixView(a, 5, k, 1) : new MatrixView(a, 5, 1, m);
      MatrixView right =
          (layout & 2) == 0 ? new MatrixView(b, 3, n, 1) : new MatrixView(b, 3, 1, k);
      float[] c = new float[m * n + 2];
      MatrixView result =
          (layout & 4) == 0 ? new MatrixView(c, 1, n, 1) : new MatrixView(c, 1, 1, m);
      float[] first = null;
      for (int threads = 1; threads <= 3; threads++) {
        try (Workers workers = new Workers(threads)) {
          Arrays.fill(c, Float.NaN);
          Sgemm.multiply(workers, m, n, k, left, right, result, TileEpilogue.NONE);
        }
        if (first == null) {
          first = c.clone();
          Numbers.assertClose(
              "layout " + layout, product(m, n, k, left, right), rowMajor(m, n, result), k);
        } else {
          assertArrayEquals(first, c, "bits must not depend on the threads");
        }
      }
      assertEquals(Float.NaN, c[0]);
      assertEquals(Float.NaN, c[m * n + 1]);
    }
  }

  @Test
  void oddStridesAndARowOfZeroStride() {
    int m = 13;
    int n = 31;
    int k = 7;
    MatrixView a = new MatrixView(Numbers.uniform(3, 3 * m * k), 2, 3 * k, 2);
    MatrixView b = new MatrixView(Numbers.uniform(4, 5 * n), 0, 0, 5);
    MatrixView c = new MatrixView(new float[4 * m * n], 1, 4 * n, 3);
    try (Workers workers = new Workers(2)) {
      Sgemm.multiply(workers, m, n, k, a, b, c, TileEpilogue.NONE);
    }
    Numbers.assertClose("strides", product(m, n, k, a, b), rowMajor(m, n, c), k);
  }

  @ParameterizedTest
  @CsvSource({"13, 50, 20, false", "13, 50, 600, false", "9, 60, 600, true"})
  void epilogue(int m, int n, int k, boolean transposed) {
    MatrixView a = MatrixView.rowMajor(Numbers.uniform(5, m * k), k);
    MatrixView b = MatrixView.rowMajor(Numbers.uniform(6, k * n), n);
    float[] rowBias = Numbers.uniform(7, m + 1);
    float[] columnBias = Numbers.uniform(8, n + 2);
    float[] residual = Numbers.uniform(9, m * n + 3);
    float[] before = Numbers.uniform(10, m * n);
    float[] values = before.clone();
    MatrixView c = transposed ? new MatrixView(values, 0, 1, m) : new MatrixView(values, 0, n, 1);
    TileEpilogue epilogue =
        TileEpilogue.scaled(0.5f)
            .accumulating()
            .withRowBias(rowBias, 1)
            .withColumnBias(columnBias, 2)
            .withResidual(residual, 3)
            .withRelu();
    try (Workers workers = new Workers(2)) {
      Sgemm.multiply(workers, m, n, k, a, b, c, epilogue);
    }
    double[] expected = product(m, n, k, a, b);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int index = i * c.rowStride() + j * c.columnStride();
        double sum = before[index] + 0.5 * expected[i * n + j];
        sum += rowBias[i + 1] + columnBias[j + 2] + residual[index + 3];
        expected[i * n + j] = Math.max(sum, 0);
      }
    }
    Numbers.assertClose("epilogue", expected, rowMajor(m, n, c), k);
  }

  @Test
  void manyProductsShareAnOperand() {
    int m = 5;
    int n = 9;
    int k = 11;
    int count = 4;
    MatrixView a = MatrixView.rowMajor(Numbers.uniform(11, count * m * k), k);
    MatrixView b = MatrixView.rowMajor(Numbers.uniform(12, k * n), n);
    MatrixView c = MatrixView.rowMajor(new float[count * m * n], n);
    int[] aStarts = {0, m * k, 2 * m * k, 3 * m * k};
    int[] cStarts = {0, m * n, 2 * m * n, 3 * m * n};
    try (Workers workers = new Workers(2)) {
      Sgemm.multiply(
          workers, m, n, k, a, aStarts, b, new int[count], c, cStarts, TileEpilogue.NONE);
    }
    Numbers.assertClose("products", product(count * m, n, k, a, b), c.values(), k);
  }

  private static double[] product(int m, int n, int k, MatrixView a, MatrixView b) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < k; p++) {
          c[i * n + j] += (double) at(a, i, p) * at(b, p, j);
        }
      }
    }
    return c;
  }

  private static float[] rowMajor(int m, int n, MatrixView matrix) {
    float[] values = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        values[i * n + j] = at(matrix, i, j);
      }
    }
    return values;
  }

  private static float at(MatrixView matrix, int i, int j) {
    return matrix.values()[matrix.offset() + i * matrix.rowStride() + j * matrix.columnStride()];
  }
}
