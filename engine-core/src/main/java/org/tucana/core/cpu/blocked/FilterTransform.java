package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

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

  /** Floats that transformed filters take. */
  static int length(TileTransform transform, int filters, int channels) {
    int squares = transform.inputs() * transform.inputs();
    return Math.multiplyExact(
        PackedFilters.groups(filters) * PixelTile.WIDTH, squares * padded(channels));
  }

  private static int padded(int channels) {
    return Math.ceilDiv(channels, MapExtent.BLOCK) * MapExtent.BLOCK;
  }

  /**
   * Transforms 3 x 3 filters in double, {@code u = G w G'}, and rounds once. The terms of a filter
   * are [n n, channels of whole blocks].
   *
   * @param order where the filters lie in {@code weight}
   * @param room receives them, at least {@link #length}
   */
  static PackedFilters pack(
      Workers workers,
      TileTransform transform,
      int filters,
      int channels,
      float[] weight,
      FilterOrder order,
      float[] room) {
    double[][] matrix = matrix(transform.points());
    int padded = padded(channels);
    int blocks = padded / MapExtent.BLOCK;
    PackedFilters packed = new PackedFilters(room, filters, matrix.length * matrix.length * padded);
    workers.run(
        packed.groups() * blocks,
        (chunk, scratch) -> {
          int group = chunk / blocks;
          int first = group * PixelTile.WIDTH;
          int count = Math.min(PixelTile.WIDTH, filters - first);
          double[] kernels = scratch.doubles(Purpose.FIRST_LINE, TAPS * TAPS * PixelTile.WIDTH);
          double[] half =
              scratch.doubles(Purpose.SECOND_LINE, matrix.length * TAPS * PixelTile.WIDTH);
          for (int c = chunk % blocks * MapExtent.BLOCK, end = c + MapExtent.BLOCK; c < end; c++) {
            Arrays.fill(kernels, 0, TAPS * TAPS * PixelTile.WIDTH, 0);
            for (int i = 0; i < count && c < channels; i++) {
              int from = order.at(first + i, c);
              for (int tap = 0; tap < TAPS * TAPS; tap++) {
                kernels[tap * PixelTile.WIDTH + i] = weight[from + tap * order.step()];
              }
            }
            transform(matrix, kernels, half);
            int to = packed.at(group) + c * PixelTile.WIDTH;
            store(matrix, half, room, to, padded * PixelTile.WIDTH);
          }
        });
    return packed;
  }

  /** G w: for each row of G and column of w the values of all filters of a group. */
  private static void transform(double[][] matrix, double[] kernels, double[] half) {
    int row = TAPS * PixelTile.WIDTH;
    for (int i = 0; i < matrix.length; i++) {
      double a = matrix[i][0];
      double b = matrix[i][1];
      double c = matrix[i][2];
      for (int at = 0; at < row; at++) {
        half[i * row + at] = a * kernels[at] + b * kernels[row + at] + c * kernels[2 * row + at];
      }
    }
  }

  /** (G w) G', rounded. */
  private static void store(double[][] matrix, double[] half, float[] values, int to, int stride) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      int from = i * TAPS * PixelTile.WIDTH;
      for (int j = 0; j < n; j++) {
        double a = matrix[j][0];
        double b = matrix[j][1];
        double c = matrix[j][2];
        int target = to + (i * n + j) * stride;
        for (int k = 0; k < PixelTile.WIDTH; k++) {
          values[target + k] =
              (float)
                  (a * half[from + k]
                      + b * half[from + PixelTile.WIDTH + k]
                      + c * half[from + 2 * PixelTile.WIDTH + k]);
        }
      }
    }
  }
}
