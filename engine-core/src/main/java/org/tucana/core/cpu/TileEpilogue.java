package org.tucana.core.cpu;

/**
 * What is done to the sums of a product before they are stored: {@code result = relu([result +]
 * scale * sum + rowBias[i] + columnBias[j] + residual)}, each part optional.
 *
 * <p>The residual has the layout of the result: its element for {@code result[index]} is {@code
 * residual[index + residualShift]}. It must not share memory with the result; to add to what is
 * there, use {@link #accumulating()}.
 *
 * @param scale factor of the sums
 * @param accumulate whether the sums are added to the result instead of replacing it
 * @param rowBias one value a row, or null
 * @param rowBiasOffset index of the value of row 0
 * @param columnBias one value a column, or null
 * @param columnBiasOffset index of the value of column 0
 * @param residual values to add, or null
 * @param residualShift index in {@code residual} minus index in the result
 * @param relu whether negative results become zero; NaN stays NaN
 */
public record TileEpilogue(
    float scale,
    boolean accumulate,
    float[] rowBias,
    int rowBiasOffset,
    float[] columnBias,
    int columnBiasOffset,
    float[] residual,
    int residualShift,
    boolean relu) {

  /** Stores the sums as they are. */
  public static final TileEpilogue NONE = scaled(1f);

  /** Stores {@code scale * sum}. */
  public static TileEpilogue scaled(float scale) {
    return new TileEpilogue(scale, false, null, 0, null, 0, null, 0, false);
  }

  /** Adds the scaled sums to what the result holds. */
  public TileEpilogue accumulating() {
    return new TileEpilogue(
        scale,
        true,
        rowBias,
        rowBiasOffset,
        columnBias,
        columnBiasOffset,
        residual,
        residualShift,
        relu);
  }

  /** Adds {@code bias[offset + i]} to row {@code i}. */
  public TileEpilogue withRowBias(float[] bias, int offset) {
    return new TileEpilogue(
        scale,
        accumulate,
        bias,
        offset,
        columnBias,
        columnBiasOffset,
        residual,
        residualShift,
        relu);
  }

  /** Adds {@code bias[offset + j]} to column {@code j}. */
  public TileEpilogue withColumnBias(float[] bias, int offset) {
    return new TileEpilogue(
        scale, accumulate, rowBias, rowBiasOffset, bias, offset, residual, residualShift, relu);
  }

  /** Adds {@code values[index + shift]} to the result at {@code index}. */
  public TileEpilogue withResidual(float[] values, int shift) {
    return new TileEpilogue(
        scale,
        accumulate,
        rowBias,
        rowBiasOffset,
        columnBias,
        columnBiasOffset,
        values,
        shift,
        relu);
  }

  /** Replaces negative results by zero. */
  public TileEpilogue withRelu() {
    return new TileEpilogue(
        scale,
        accumulate,
        rowBias,
        rowBiasOffset,
        columnBias,
        columnBiasOffset,
        residual,
        residualShift,
        true);
  }

  /** Refuses steps that convolutions do not take. */
  void checkForConvolution() {
    if (scale != 1f || accumulate || columnBias != null) {
      throw new IllegalArgumentException(
          "conv2d: an epilogue may add a row bias and a residual and apply ReLU, got scale "
              + scale
              + (accumulate ? ", accumulation" : "")
              + (columnBias != null ? ", a column bias" : "")
              + "; do these steps apart");
    }
  }

  /** Returns the same steps for the transposed result, whose rows are the columns of this one. */
  TileEpilogue transposed() {
    return new TileEpilogue(
        scale,
        accumulate,
        columnBias,
        columnBiasOffset,
        rowBias,
        rowBiasOffset,
        residual,
        residualShift,
        relu);
  }

  /** Returns the same steps for the rows from {@code row} on. */
  TileEpilogue fromRow(int row) {
    return row == 0 || rowBias == null ? this : withRowBias(rowBias, rowBiasOffset + row);
  }
}
