package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.kernel.RoiAlignGeometry;

/**
 * What the bins of RoIAlign read along one side of one box. A bin's samples lie on a grid and
 * bilinear interpolation is a product of a row's and a column's share, so that a bin is the sum
 * over rows and columns of {@code rowWeight * columnWeight * cell}: two products with thin matrices
 * in place of four cells for each sample.
 */
final class BinWeights {
  /** First cell of each bin. */
  final int[] start;

  /** Where each bin's weights begin; one entry more than bins. */
  final int[] at;

  /** Shares of consecutive cells. */
  final float[] weights;

  /** First cell that any bin reads. */
  final int from;

  /** The cell after the last that any bin reads; equal to {@link #from} where none is read. */
  final int to;

  private BinWeights(int[] start, int[] at, float[] weights, int from, int to) {
    this.start = start;
    this.at = at;
    this.weights = weights;
    this.from = from;
    this.to = to;
  }

  /**
   * Weights along a side.
   *
   * @param low where the box begins, in pixels
   * @param high where it ends
   * @param scale cells a pixel
   * @param bins number of bins
   * @param cells number of cells of the feature map
   */
  static BinWeights of(
      double low, double high, double scale, RoiAlignGeometry geometry, int bins, int cells) {
    double shift = geometry.aligned() ? 0.5 : 0;
    double begin = low * scale - shift;
    double length = high * scale - shift - begin;
    if (!geometry.aligned()) {
      length = Math.max(length, 1); // a box is at least one cell wide
    }
    double size = length / bins;
    int samples = geometry.samplingRatio() > 0 ? geometry.samplingRatio() : (int) Math.ceil(size);
    if (!Double.isFinite(size) || !Double.isFinite(begin)) {
      samples = 0;
    }
    int[] start = new int[bins];
    int[] at = new int[bins + 1];
    float[] weights = new float[4 * bins];
    double[] shares = new double[cells];
    int from = cells;
    int to = 0;
    for (int bin = 0; bin < bins; bin++) {
      int first = cells;
      int last = -1;
      for (int sample = 0; sample < samples; sample++) {
        double p = begin + bin * size + (sample + 0.5) * size / samples;
        if (p < -1 || p > cells) {
          continue; // more than a cell outside the map: the sample is zero
        }
        double v = Math.clamp(p, 0, cells - 1); // the outermost cell takes the border's value
        int near = (int) v;
        int far = Math.min(near + 1, cells - 1);
        shares[near] += (1 - (v - near)) / samples;
        shares[far] += (v - near) / samples;
        first = Math.min(first, near);
        last = Math.max(last, far);
      }
      int count = Math.max(0, last - first + 1);
      if (at[bin] + count > weights.length) {
        weights = Arrays.copyOf(weights, 2 * weights.length + count);
      }
      for (int k = 0; k < count; k++) {
        weights[at[bin] + k] = (float) shares[first + k];
        shares[first + k] = 0;
      }
      start[bin] = first;
      at[bin + 1] = at[bin] + count;
      if (count > 0) {
        from = Math.min(from, first);
        to = Math.max(to, last + 1);
      }
    }
    return new BinWeights(start, at, weights, Math.min(from, to), to);
  }

  /** Number of cells from the first to the last that any bin reads. */
  int width() {
    return to - from;
  }

  /** All weights as a matrix, cell by bin: bins side by side, rows {@code pitch} apart. */
  float[] byCell(int pitch) {
    return matrix(width() * pitch, pitch, 1);
  }

  /** All weights as a matrix, bin by cell: cells side by side, rows {@code pitch} apart. */
  float[] byBin(int pitch) {
    return matrix(start.length * pitch, 1, pitch);
  }

  private float[] matrix(int length, int cellStride, int binStride) {
    float[] matrix = new float[length];
    for (int bin = 0; bin < start.length; bin++) {
      for (int k = at[bin]; k < at[bin + 1]; k++) {
        int cell = start[bin] - from + k - at[bin];
        matrix[cell * cellStride + bin * binStride] = weights[k];
      }
    }
    return matrix;
  }
}
