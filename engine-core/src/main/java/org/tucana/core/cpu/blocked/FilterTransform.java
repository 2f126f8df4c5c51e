package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/** Brings 3 x 3 filters into the basis of a {@link TileTransform}. */
final class FilterTransform {
  /** Rows and columns of a filter. */
  static final int TAPS = 3;

  /** Floats of the kernels from a channel to a group of filters. */
  private static final int KERNELS = TAPS * TAPS * PixelTile.WIDTH;

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
   * Transforms 3 x 3 filters, {@code u = G w G'}. The terms of a filter are [n n, channels of whole
   * blocks].
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
    float[][] matrix = rounded(matrix(transform.points()));
    int padded = padded(channels);
    int blocks = padded / MapExtent.BLOCK;
    PackedFilters packed = new PackedFilters(room, filters, matrix.length * matrix.length * padded);
    workers.run(
        packed.groups() * blocks,
        (chunk, scratch) -> {
          int group = chunk / blocks;
          int first = group * PixelTile.WIDTH;
          int channel = chunk % blocks * MapExtent.BLOCK;
          float[] kernels = scratch.floats(Purpose.FIRST_LINE, MapExtent.BLOCK * KERNELS);
          float[] half =
              scratch.floats(Purpose.SECOND_LINE, matrix.length * TAPS * PixelTile.WIDTH);
          gather(
              weight,
              order.at(first, channel),
              order,
              Math.min(PixelTile.WIDTH, filters - first),
              Math.min(MapExtent.BLOCK, channels - channel),
              kernels);
          for (int c = 0; c < MapExtent.BLOCK; c++) {
            half(matrix, kernels, c * KERNELS, half);
            int to = packed.at(group) + (channel + c) * PixelTile.WIDTH;
            whole(matrix, half, room, to, padded * PixelTile.WIDTH);
          }
        });
    return packed;
  }

  private static float[][] rounded(double[][] matrix) {
    float[][] rounded = new float[matrix.length][TAPS];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < TAPS; j++) {
        rounded[i][j] = (float) matrix[i][j];
      }
    }
    return rounded;
  }

  /**
   * Brings the kernels of a group of filters and a block of channels, which begin at {@code first},
   * into the order [channels, 9, filters]; missing ones are zero.
   */
  private static void gather(
      float[] weight, int first, FilterOrder order, int filters, int channels, float[] kernels) {
    Arrays.fill(kernels, 0, MapExtent.BLOCK * KERNELS, 0f);
    for (int i = 0; i < filters; i++) {
      for (int c = 0; c < channels; c++) {
        int from = first + i * order.filterStride() + c * order.channelStride();
        int to = c * KERNELS + i;
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
          kernels[to + tap * PixelTile.WIDTH] = weight[from + tap * order.step()];
        }
      }
    }
  }

  /** G w: for each row of G and column of w the values of all filters of a group. */
  private static void half(float[][] matrix, float[] kernels, int from, float[] half) {
    int row = TAPS * PixelTile.WIDTH;
    for (int i = 0; i < matrix.length; i++) {
      combine(matrix[i], kernels, from, row, half, i * row, row);
    }
  }

  /** (G w) G'. */
  private static void whole(float[][] matrix, float[] half, float[] values, int to, int stride) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      int from = i * TAPS * PixelTile.WIDTH;
      for (int j = 0; j < n; j++) {
        combine(
            matrix[j],
            half,
            from,
            PixelTile.WIDTH,
            values,
            to + (i * n + j) * stride,
            PixelTile.WIDTH);
      }
    }
  }

  /** The sum of three lines that are {@code stride} apart, by the factors of a row of G. */
  private static void combine(
      float[] row, float[] x, int from, int stride, float[] y, int to, int length) {
    for (int i = 0; i < length; i += PixelTile.LANES) {
      FloatVector first = FloatVector.fromArray(PixelTile.SPECIES, x, from + i).mul(row[0]);
      FloatVector second = FloatVector.fromArray(PixelTile.SPECIES, x, from + stride + i);
      FloatVector third = FloatVector.fromArray(PixelTile.SPECIES, x, from + 2 * stride + i);
      third
          .fma(FloatVector.broadcast(PixelTile.SPECIES, row[2]), first)
          .add(second.mul(row[1]))
          .intoArray(y, to + i);
    }
  }
}
