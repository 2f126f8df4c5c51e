package org.tucana.core.cpu.blocked;

/** Brings 3 x 3 filters into the basis of a {@link TileTransform}. */
final class FilterTransform {
  /** Rows and columns of a filter. */
  static final int TAPS = 3;

  private FilterTransform() {}

  /**
   * The matrix G [n,3]: the filter's polynomial at each point, over the product of the point's
   * distances from the other points; at infinity its leading coefficient.
   */
  static double[][] matrix(double... points) {
    double[][] matrix = new double[points.length + 1][TAPS];
    for (int i = 0; i < points.length; i++) {
      double value = 1;
      for (int j = 0; j < points.length; j++) {
        value /= i == j ? 1 : points[i] - points[j];
      }
      for (int power = 0; power < TAPS; power++) {
        matrix[i][power] = value;
        value *= points[i];
      }
    }
    matrix[points.length][TAPS - 1] = 1;
    return matrix;
  }

  /**
   * Transforms weights [K,C,3,3] in double, {@code u = G w G'}, and rounds once. The terms of a
   * filter are [n n, channels of whole blocks].
   */
  static PackedFilters pack(
      TileTransform transform, int filters, int channels, float[] weight, int offset) {
    double[][] squares = squares(matrix(transform.points()));
    int padded = Math.ceilDiv(channels, MapExtent.BLOCK) * MapExtent.BLOCK;
    return PackedFilters.of(
        filters,
        squares.length * padded,
        (filter, term) -> {
          int channel = term % padded;
          if (channel >= channels) {
            return 0f;
          }
          double[] square = squares[term / padded];
          int from = offset + (filter * channels + channel) * square.length;
          double sum = 0;
          for (int tap = 0; tap < square.length; tap++) {
            sum += square[tap] * weight[from + tap];
          }
          return (float) sum;
        });
  }

  /** For every two rows of the matrix the products of their elements: [n n, 9]. */
  private static double[][] squares(double[][] matrix) {
    int n = matrix.length;
    double[][] squares = new double[n * n][TAPS * TAPS];
    for (int i = 0; i < n * n; i++) {
      for (int tap = 0; tap < TAPS * TAPS; tap++) {
        squares[i][tap] = matrix[i / n][tap / TAPS] * matrix[i % n][tap % TAPS];
      }
    }
    return squares;
  }
}
