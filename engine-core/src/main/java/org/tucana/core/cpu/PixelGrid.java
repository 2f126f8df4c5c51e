package org.tucana.core.cpu;

import org.tucana.core.kernel.ConvGeometry;

/**
 * A convolution seen as a matrix product: the columns are the points of a grid over all images, the
 * rows of the right-hand operand are (channel, tap) pairs.
 *
 * <p>Grid point (i, j) reads, for tap t, the input at row {@code i * strideHeight + tapRows[t]} and
 * column {@code j * strideWidth + tapColumns[t]} (zero outside the input) and writes the output at
 * row {@code outputRow + i * outputStepHeight}, column {@code outputColumn + j * outputStepWidth}.
 * A forward convolution writes every output point; the gradient of a strided one writes one of
 * several interleaved grids.
 *
 * @param batch number of images
 * @param groups number of groups, each a product of its own
 * @param input extent of the input of one group
 * @param height rows of the grid
 * @param width columns of the grid
 * @param strideHeight input rows between grid rows
 * @param strideWidth input columns between grid columns
 * @param tapRows row offsets of the taps
 * @param tapColumns column offsets of the taps
 * @param output extent of the output of one group
 * @param outputRow output row of grid row 0
 * @param outputColumn output column of grid column 0
 * @param outputStepHeight output rows between grid rows
 * @param outputStepWidth output columns between grid columns
 */
record PixelGrid(
    int batch,
    int groups,
    Planes input,
    int height,
    int width,
    int strideHeight,
    int strideWidth,
    int[] tapRows,
    int[] tapColumns,
    Planes output,
    int outputRow,
    int outputColumn,
    int outputStepHeight,
    int outputStepWidth) {

  /** Channels of one group, and the size of their planes. */
  record Planes(int channels, int height, int width) {
    int area() {
      return height * width;
    }
  }

  /** Returns the grid of a forward convolution. */
  static PixelGrid forward(ConvolutionShape shape) {
    ConvGeometry geometry = shape.geometry();
    int taps = shape.taps();
    int[] tapRows = new int[taps];
    int[] tapColumns = new int[taps];
    for (int t = 0; t < taps; t++) {
      tapRows[t] = t / shape.kernelWidth() * geometry.dilationY() - geometry.padY();
      tapColumns[t] = t % shape.kernelWidth() * geometry.dilationX() - geometry.padX();
    }
    return new PixelGrid(
            shape.batch(),
            shape.groups(),
            new Planes(shape.groupChannels(), shape.height(), shape.width()),
            shape.outputHeight(),
            shape.outputWidth(),
            geometry.strideY(),
            geometry.strideX(),
            tapRows,
            tapColumns,
            new Planes(shape.groupFilters(), shape.outputHeight(), shape.outputWidth()),
            0,
            0,
            1,
            1)
        .simplified();
  }

  int taps() {
    return tapRows.length;
  }

  int area() {
    return height * width;
  }

  /** Whether the points of an image lie side by side in the output. */
  boolean dense() {
    return outputStepHeight == 1
        && outputStepWidth == 1
        && height == output.height()
        && width == output.width();
  }

  /** Whether every tap of every point lies inside the input, and columns follow without gap. */
  boolean inside() {
    if (strideWidth != 1) {
      return false;
    }
    for (int t = 0; t < tapRows.length; t++) {
      if (tapRows[t] < 0
          || tapColumns[t] < 0
          || (height - 1) * strideHeight + tapRows[t] >= input.height()
          || width - 1 + tapColumns[t] >= input.width()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns an equal grid with the fewest seams: a 1 x 1 convolution does not care about rows, so
   * an image becomes one long row.
   */
  PixelGrid simplified() {
    boolean pointwise =
        taps() == 1
            && strideHeight == 1
            && strideWidth == 1
            && tapRows[0] == 0
            && tapColumns[0] == 0
            && height == input.height()
            && width == input.width();
    return pointwise && dense() ? flattened() : this;
  }

  private PixelGrid flattened() {
    return new PixelGrid(
        batch,
        groups,
        new Planes(input.channels(), 1, input.area()),
        1,
        area(),
        1,
        1,
        tapRows,
        tapColumns,
        new Planes(output.channels(), 1, output.area()),
        0,
        0,
        1,
        1);
  }
}
