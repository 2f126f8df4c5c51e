package org.tucana.core.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Puts the sums of a register tile into the result.
 *
 * <p>A long sum arrives in several blocks: the first replaces the result (or adds to it, if the
 * {@link TileEpilogue} accumulates), the others add, and the last one applies bias, residual and
 * ReLU.
 */
final class TileStore {
  private static final VectorSpecies<Float> SPECIES = RegisterTile.SPECIES;
  private static final int LANES = RegisterTile.LANES;

  private TileStore() {}

  /** The part of a tile and the stage of its sums. */
  record Part(int row, int rows, int tileColumn, int column, int columns, Stage stage) {}

  /** Which block of a long sum this is. */
  record Stage(boolean first, boolean last) {}

  /**
   * Stores rows of sums whose columns lie side by side in the result.
   *
   * @param sums the tile; its column {@code part.tileColumn} is column {@code part.column} of the
   *     result
   * @param result receives the values
   * @param start index of the first value
   * @param rowStride distance of rows in the result
   */
  static void dense(
      float[] sums, Part part, float[] result, int start, int rowStride, TileEpilogue epilogue) {
    boolean add = epilogue.accumulate() || !part.stage().first();
    boolean last = part.stage().last();
    boolean relu = last && epilogue.relu();
    float[] residual = last ? epilogue.residual() : null;
    float[] columnBias = last ? epilogue.columnBias() : null;
    float[] rowBias = last ? epilogue.rowBias() : null;
    int columnBiasStart = epilogue.columnBiasOffset() + part.column();
    int shift = epilogue.residualShift();
    float scale = epilogue.scale();
    int columns = part.columns();
    int whole = columns / LANES * LANES;
    if (columns == 3 * LANES && columnBias == null) {
      int rowBiasStart = epilogue.rowBiasOffset() + part.row();
      for (int i = 0; i < part.rows(); i++) {
        int from = i * RegisterTile.COLUMNS;
        int to = start + i * rowStride;
        float bias = rowBias == null ? 0f : rowBias[rowBiasStart + i];
        wholeRow(sums, from, result, to, add, scale, bias, residual, to + shift, relu);
      }
      return;
    }
    for (int i = 0; i < part.rows(); i++) {
      int from = i * RegisterTile.COLUMNS + part.tileColumn();
      int to = start + i * rowStride;
      float bias = rowBias == null ? 0f : rowBias[epilogue.rowBiasOffset() + part.row() + i];
      for (int j = 0; j < whole; j += LANES) {
        FloatVector value = FloatVector.fromArray(SPECIES, sums, from + j).mul(scale);
        if (add) {
          value = FloatVector.fromArray(SPECIES, result, to + j).add(value);
        }
        value = value.add(bias);
        if (columnBias != null) {
          value = value.add(FloatVector.fromArray(SPECIES, columnBias, columnBiasStart + j));
        }
        if (residual != null) {
          value = value.add(FloatVector.fromArray(SPECIES, residual, to + j + shift));
        }
        if (relu) {
          value = value.max(0f);
        }
        value.intoArray(result, to + j);
      }
      for (int j = whole; j < columns; j++) {
        float value = sums[from + j] * scale;
        value = (add ? result[to + j] + value : value) + bias;
        if (columnBias != null) {
          value += columnBias[columnBiasStart + j];
        }
        if (residual != null) {
          value += residual[to + j + shift];
        }
        result[to + j] = relu ? Math.max(value, 0f) : value;
      }
    }
  }

  /** Stores a whole row of a tile, the most frequent case, without a loop. */
  private static void wholeRow(
      float[] sums,
      int from,
      float[] result,
      int to,
      boolean add,
      float scale,
      float bias,
      float[] residual,
      int residualStart,
      boolean relu) {
    FloatVector first = FloatVector.fromArray(SPECIES, sums, from).mul(scale);
    FloatVector second = FloatVector.fromArray(SPECIES, sums, from + LANES).mul(scale);
    FloatVector third = FloatVector.fromArray(SPECIES, sums, from + 2 * LANES).mul(scale);
    if (add) {
      first = FloatVector.fromArray(SPECIES, result, to).add(first);
      second = FloatVector.fromArray(SPECIES, result, to + LANES).add(second);
      third = FloatVector.fromArray(SPECIES, result, to + 2 * LANES).add(third);
    }
    first = first.add(bias);
    second = second.add(bias);
    third = third.add(bias);
    if (residual != null) {
      first = first.add(FloatVector.fromArray(SPECIES, residual, residualStart));
      second = second.add(FloatVector.fromArray(SPECIES, residual, residualStart + LANES));
      third = third.add(FloatVector.fromArray(SPECIES, residual, residualStart + 2 * LANES));
    }
    if (relu) {
      first = first.max(0f);
      second = second.max(0f);
      third = third.max(0f);
    }
    first.intoArray(result, to);
    second.intoArray(result, to + LANES);
    third.intoArray(result, to + 2 * LANES);
  }

  /** As {@link #dense}, with columns {@code columnStride} apart in the result. */
  static void strided(
      float[] sums,
      Part part,
      float[] result,
      int start,
      int rowStride,
      int columnStride,
      TileEpilogue epilogue) {
    boolean add = epilogue.accumulate() || !part.stage().first();
    boolean last = part.stage().last();
    boolean relu = last && epilogue.relu();
    float[] residual = last ? epilogue.residual() : null;
    float[] columnBias = last ? epilogue.columnBias() : null;
    float[] rowBias = last ? epilogue.rowBias() : null;
    float scale = epilogue.scale();
    for (int i = 0; i < part.rows(); i++) {
      int from = i * RegisterTile.COLUMNS + part.tileColumn();
      float bias = rowBias == null ? 0f : rowBias[epilogue.rowBiasOffset() + part.row() + i];
      int to = start + i * rowStride;
      for (int j = 0; j < part.columns(); j++, to += columnStride) {
        float value = sums[from + j] * scale;
        value = (add ? result[to] + value : value) + bias;
        if (columnBias != null) {
          value += columnBias[epilogue.columnBiasOffset() + part.column() + j];
        }
        if (residual != null) {
          value += residual[to + epilogue.residualShift()];
        }
        result[to] = relu ? Math.max(value, 0f) : value;
      }
    }
  }
}
