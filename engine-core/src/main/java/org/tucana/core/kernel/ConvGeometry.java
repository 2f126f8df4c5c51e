package org.tucana.core.kernel;

import org.tucana.core.type.ShapeException;

/** Stride, zero padding and dilation along rows and columns, and the number of channel groups. */
public record ConvGeometry(
    int strideY, int strideX, int padY, int padX, int dilationY, int dilationX, int groups) {
  public ConvGeometry {
    if (strideY < 1
        || strideX < 1
        || padY < 0
        || padX < 0
        || dilationY < 1
        || dilationX < 1
        || groups < 1) {
      throw new ShapeException(
          "conv2d: stride, dilation and groups must be at least 1 and padding at least 0, got "
              + strideY
              + "x"
              + strideX
              + ", "
              + dilationY
              + "x"
              + dilationX
              + ", "
              + groups
              + ", "
              + padY
              + "x"
              + padX);
    }
  }

  /** Square geometry without dilation or groups. */
  public static ConvGeometry of(int stride, int padding) {
    return new ConvGeometry(stride, stride, padding, padding, 1, 1, 1);
  }

  public ConvGeometry withGroups(int count) {
    return new ConvGeometry(strideY, strideX, padY, padX, dilationY, dilationX, count);
  }

  public ConvGeometry withDilation(int dilation) {
    return new ConvGeometry(strideY, strideX, padY, padX, dilation, dilation, groups);
  }

  /** Output rows for input rows and kernel rows; less than 1 where the kernel does not fit. */
  public int outputRows(int rows, int kernel) {
    return Math.floorDiv(rows + 2 * padY - dilationY * (kernel - 1) - 1, strideY) + 1;
  }

  public int outputColumns(int columns, int kernel) {
    return Math.floorDiv(columns + 2 * padX - dilationX * (kernel - 1) - 1, strideX) + 1;
  }
}
