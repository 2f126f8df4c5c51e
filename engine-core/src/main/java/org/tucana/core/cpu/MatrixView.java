package org.tucana.core.cpu;

/**
 * A matrix inside an array: element (i, j) is {@code values[offset + i * rowStride + j *
 * columnStride]}.
 *
 * @param values the array
 * @param offset index of element (0, 0)
 * @param rowStride distance of rows
 * @param columnStride distance of columns
 */
public record MatrixView(float[] values, int offset, int rowStride, int columnStride) {

  /** Returns a view of rows that follow each other without gap. */
  public static MatrixView rowMajor(float[] values, int columns) {
    return new MatrixView(values, 0, columns, 1);
  }

  /** Returns the transposed view of the same memory. */
  public MatrixView transposed() {
    return new MatrixView(values, offset, columnStride, rowStride);
  }

  /** Returns a view of the same strides with element (0, 0) at {@code start}. */
  MatrixView at(int start) {
    return new MatrixView(values, start, rowStride, columnStride);
  }
}
