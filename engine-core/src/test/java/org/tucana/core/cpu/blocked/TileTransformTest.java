package org.tucana.core.cpu.blocked;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileTransformTest {
  private static final int TAPS = FilterTransform.TAPS;

  static Stream<TileTransform> transforms() {
    return Stream.of(WinogradTile.values()).map(WinogradTile::transform);
  }

  /** B' of the points: the coefficients of the product of (x - p) over all other points p. */
  private static double[][] inputMatrix(double[] points) {
    int n = points.length + 1;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] row = matrix[i];
      row[0] = 1;
      for (int j = 0; j < points.length; j++) {
        if (j != i) {
          for (int power = n - 1; power >= 0; power--) {
            row[power] = (power == 0 ? 0 : row[power - 1]) - points[j] * row[power];
          }
        }
      }
    }
    return matrix;
  }

  /** A' of the points: their powers, and at infinity the highest. */
  private static double[][] outputMatrix(double[] points) {
    int m = points.length + 2 - TAPS;
    double[][] matrix = new double[m][points.length + 1];
    for (int power = 0; power < m; power++) {
      for (int j = 0; j < points.length; j++) {
        matrix[power][j] = Math.pow(points[j], power);
      }
    }
    matrix[m - 1][points.length] = 1;
    return matrix;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    return Stream.of(matrix)
        .mapToDouble(row -> {
          double sum = 0;
          for (int i = 0; i < row.length; i++) {
            sum += row[i] * vector[i];
          }
          return sum;
        })
        .toArray();
  }

  private static double[] unit(int length, int index) {
    double[] unit = new double[length];
    unit[index] = 1;
    return unit;
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void pointsGiveTheFilterInOneDimension(TileTransform transform) {
    double[] points = transform.points();
    int n = transform.inputs();
    for (int value = 0; value < n; value++) {
      double[] input = times(inputMatrix(points), unit(n, value));
      for (int tap = 0; tap < TAPS; tap++) {
        double[] product = times(FilterTransform.matrix(points), unit(TAPS, tap));
        for (int i = 0; i < n; i++) {
          product[i] *= input[i];
        }
        double[] output = times(outputMatrix(points), product);
        for (int i = 0; i < transform.outputs(); i++) {
          assertEquals(i + tap == value ? 1 : 0, output[i], 1e-14);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void inputIsTransformedByTheMatrixOfThePoints(TileTransform transform) {
    int n = transform.inputs();
    int lanes = PixelTile.LANES;
    double[][] matrix = inputMatrix(transform.points());
    int column = lanes + 1;
    int row = n * column + 2;
    float[] half = new float[n * n * lanes];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < n; c++) {
        float[] x = new float[3 + n * row + lanes];
        int step = lanes + 3;
        float[] v = new float[5 + n * n * step];
        int lane = (r + c) % lanes;
        x[3 + r * row + c * column + lane] = 1;
        transform.input(x, 3, new TileTransform.Steps(row, column), half, v, 5, step);
        for (int i = 0; i < n * n; i++) {
          for (int l = 0; l < lanes; l++) {
            double expected = l == lane ? matrix[i / n][r] * matrix[i % n][c] : 0;
            assertEquals(expected, v[5 + i * step + l], 2e-7 * Math.abs(expected));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void outputIsTransformedByTheMatrixOfThePoints(TileTransform transform) {
    int n = transform.inputs();
    int m = transform.outputs();
    int lanes = PixelTile.LANES;
    double[][] matrix = outputMatrix(transform.points());
    float[] half = new float[n * n * lanes];
    for (int i = 0; i < n * n; i++) {
      float[] v = new float[4 + n * n * PixelTile.WIDTH];
      float[] y = new float[6 + m * m * lanes];
      int lane = i % lanes;
      v[4 + i * PixelTile.WIDTH + lane] = 1;
      transform.output(v, 4, half, y, 6);
      for (int o = 0; o < m * m; o++) {
        for (int l = 0; l < lanes; l++) {
          double expected = l == lane ? matrix[o / m][i / n] * matrix[o % m][i % n] : 0;
          assertEquals(expected, y[6 + o * lanes + l], 2e-7 * Math.abs(expected));
        }
      }
    }
  }
}
