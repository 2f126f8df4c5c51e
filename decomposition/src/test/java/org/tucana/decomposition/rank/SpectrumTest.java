package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

class SpectrumTest {
  /**
   * [rows,columns] of known singular values: the diagonal matrix turned by reflections on both
   * sides, which are exact up to rounding.
   */
  private static HostTensor withValues(int rows, int columns, double[] values) {
    double[] y = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      y[i * columns + i] = values[i];
    }
    Philox random = TestTensors.stream(rows);
    for (int turn = 0; turn < 2; turn++) {
      reflect(y, rows, columns, random, true);
      reflect(y, rows, columns, random, false);
    }
    return HostTensor.of(Shape.of(rows, columns), y);
  }

  /** Y - 2 u (u^T Y) over rows, or Y - 2 (Y u) u^T over columns. */
  private static void reflect(double[] y, int rows, int columns, Philox random, boolean left) {
    int size = left ? rows : columns;
    double[] u = new double[size];
    double norm = 0;
    for (int i = 0; i < size; i++) {
      u[i] = random.nextGaussian();
      norm += u[i] * u[i];
    }
    double[] product = new double[left ? columns : rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        product[left ? j : i] += u[left ? i : j] * y[i * columns + j];
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[i * columns + j] -= 2 / norm * u[left ? i : j] * product[left ? j : i];
      }
    }
  }

  private static double[] geometric(int count, double least) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.pow(least, i / Math.max(1.0, count - 1.0));
    }
    return values;
  }

  /** Large ones with a wide and a narrow range, so that both ways are gone; small ones, one row. */
  @ParameterizedTest
  @CsvSource({
    "1, 7, 1",
    "5, 5, 1e-9",
    "30, 200, 1e-12",
    "200, 30, 1e-3",
    "200, 700, 0.01",
    "700, 200, 1e-12"
  })
  void knownValues(int rows, int columns, double least) {
    double[] expected = geometric(Math.min(rows, columns), least);
    double[] found = Spectrum.of(withValues(rows, columns, expected), 0).values();
    double error = 20 * Math.ulp(1.0) * Math.sqrt(rows + columns);
    assertArrayEquals(expected, found, error, rows + "x" + columns);
    for (int i = 0; i < found.length && least > 1e-4; i++) {
      assertEquals(1, found[i] / expected[i], 1e-10, "value " + i);
    }
  }

  @Test
  void unfoldingsAlongEachAxis() {
    HostTensor tensor = TestTensors.uniform(3, 4, 5, 6);
    int[] order = {0, 1, 2};
    for (int axis : order) {
      Spectrum spectrum = Spectrum.of(tensor, axis);
      int rows = tensor.shape().dim(axis);
      assertEquals(rows, spectrum.rows());
      assertEquals(120 / rows, spectrum.columns());
      double[] unfolded = new double[120];
      int at = 0;
      int[] others = Arrays.stream(order).filter(a -> a != axis).toArray();
      int[] strides = tensor.shape().rowMajorStrides();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < tensor.shape().dim(others[0]); j++) {
          for (int k = 0; k < tensor.shape().dim(others[1]); k++) {
            unfolded[at++] =
                tensor.get(i * strides[axis] + j * strides[others[0]] + k * strides[others[1]]);
          }
        }
      }
      HostTensor matrix = HostTensor.of(Shape.of(rows, 120 / rows), unfolded);
      assertArrayEquals(Spectrum.of(matrix, 0).values(), spectrum.values(), 1e-13, "axis " + axis);
    }
  }

  @Test
  void tailsAddUp() {
    Spectrum spectrum = new Spectrum(4, 4, new double[] {3, 2, 1}, 0.5, 1e-7);
    assertEquals(14.5, spectrum.energy());
    assertEquals(1.5, spectrum.tail(2));
    assertEquals(0.5, spectrum.tail(3));
    assertEquals(0.5, spectrum.tail(4));
  }

  @Test
  void zerosAndEqualValues() {
    double[] expected = new double[40];
    Arrays.fill(expected, 0, 10, 2);
    Arrays.fill(expected, 10, 15, 0.5);
    double[] padded = new double[60 * 50];
    HostTensor matrix = withValues(45, 50, expected);
    System.arraycopy((double[]) matrix.array(), 0, padded, 0, 45 * 50);
    double[] found = Spectrum.of(HostTensor.of(Shape.of(60, 50), padded), 0).values();
    assertArrayEquals(Arrays.copyOf(expected, 50), found, 1e-14);
  }

  /** Dead filters, in the sizes whose Gram matrix is tried. */
  @Test
  void largeMatricesWithRowsOfZeros() {
    double[] expected = geometric(150, 1e-3);
    HostTensor matrix = withValues(150, 900, expected);
    double[] padded = new double[200 * 900];
    System.arraycopy((double[]) matrix.array(), 0, padded, 40 * 900, 150 * 900);
    HostTensor doubles = HostTensor.of(Shape.of(200, 900), padded);
    HostTensor floats = HostTensor.of(Shape.of(200, 900), doubles.toFloats());
    double[] all = Arrays.copyOf(expected, 200);
    assertArrayEquals(all, Spectrum.of(doubles, 0).values(), 1e-13);
    assertArrayEquals(all, Spectrum.of(floats, 0).values(), 1e-7);
  }

  @Test
  void tooManyValuesAreRefused() {
    TensorType large = new TensorType(Shape.of(16_385, 16_385), DType.FLOAT32);
    FormatException e = assertThrows(FormatException.class, () -> Spectrum.requireUsable(large, 0));
    assertTrue(e.getMessage().endsWith("expected at most 16384; cut it into parts"));
  }

  @Test
  void hugeAndTinyNumbersAreNotLost() {
    for (double scale : new double[] {1e-300, 1e300}) {
      HostTensor matrix = HostTensor.of(Shape.of(2, 2), 3 * scale, 0, 0, 4 * scale);
      assertArrayEquals(
          new double[] {4 * scale, 3 * scale}, Spectrum.of(matrix, 0).values(), 1e-14 * scale);
    }
  }
}
