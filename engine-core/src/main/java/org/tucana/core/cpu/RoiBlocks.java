package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.Transpose;
import org.tucana.core.cpu.threads.Scratch;

/**
 * RoIAlign of a box on a map in blocks of channels: a block at a time, so that narrow boxes fill
 * vectors. The same sums in the same order as {@link RoiAlignment} has, without its zeros: the bits
 * are the same where all cells are finite.
 *
 * @param rows what the bins read along the columns of the map
 * @param columns and along its rows
 */
record RoiBlocks(BinWeights rows, BinWeights columns) {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BLOCK = MapExtent.BLOCK;

  /**
   * Samples all channels of a picture into y [C,P,Q].
   *
   * @param at where y begins in its array
   */
  void sample(BlockedMap map, int picture, Scratch scratch, float[] y, int at) {
    int bins = rows.start.length * columns.start.length;
    float[] lines =
        scratch.floats(Scratch.Purpose.FIRST_LINE, rows.start.length * columns.width() * BLOCK);
    float[] sums = scratch.floats(Scratch.Purpose.SECOND_LINE, bins * BLOCK);
    MapExtent extent = map.extent();
    for (int block = 0; block < extent.blocks(); block++) {
      sumRows(map, picture, block, lines);
      sumColumns(lines, sums);
      int channel = block * BLOCK;
      store(sums, bins, Math.min(BLOCK, extent.channels() - channel), y, at + channel * bins);
    }
  }

  /** Line i = sum over the rows of bin row i of weight * row. */
  private void sumRows(BlockedMap map, int picture, int block, float[] lines) {
    float[] values = map.values();
    int pitch = map.extent().rowStride();
    int length = columns.width() * BLOCK;
    for (int i = 0; i < rows.start.length; i++) {
      int row = map.at(picture, block, rows.start[i], columns.from);
      for (int x = 0; x < length; x += LANES) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int cell = row + x;
        for (int k = rows.at[i]; k < rows.at[i + 1]; k++, cell += pitch) {
          sum = FloatVector.fromArray(SPECIES, values, cell).fma(weight(rows, k), sum);
        }
        sum.intoArray(lines, i * length + x);
      }
    }
  }

  /** Bin (i, j) = sum over the cells of bin column j of weight * cell of line i. */
  private void sumColumns(float[] lines, float[] sums) {
    int length = columns.width() * BLOCK;
    int to = 0;
    for (int i = 0; i < rows.start.length; i++) {
      for (int j = 0; j < columns.start.length; j++, to += BLOCK) {
        int first = i * length + (columns.start[j] - columns.from) * BLOCK;
        for (int lane = 0; lane < BLOCK; lane += LANES) {
          FloatVector sum = FloatVector.zero(SPECIES);
          int cell = first + lane;
          for (int k = columns.at[j]; k < columns.at[j + 1]; k++, cell += BLOCK) {
            sum = FloatVector.fromArray(SPECIES, lines, cell).fma(weight(columns, k), sum);
          }
          sum.intoArray(sums, to + lane);
        }
      }
    }
  }

  private static FloatVector weight(BinWeights weights, int index) {
    return FloatVector.broadcast(SPECIES, weights.weights[index]);
  }

  /** Bins by channels become channels by bins. */
  private static void store(float[] sums, int bins, int channels, float[] y, int at) {
    int squareBins = bins - bins % Transpose.SIDE;
    int squareChannels = channels - channels % Transpose.SIDE;
    for (int c = 0; c < squareChannels; c += Transpose.SIDE) {
      for (int b = 0; b < squareBins; b += Transpose.SIDE) {
        Transpose.square(sums, b * BLOCK + c, BLOCK, y, at + c * bins + b, bins);
      }
    }
    for (int c = 0; c < channels; c++) {
      for (int b = c < squareChannels ? squareBins : 0; b < bins; b++) {
        y[at + c * bins + b] = sums[b * BLOCK + c];
      }
    }
  }
}
