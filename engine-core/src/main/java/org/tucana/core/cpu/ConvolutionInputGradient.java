package org.tucana.core.cpu;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Numerics;

/**
 * Gradient of a convolution with respect to its input, which is also the forward pass of a
 * transposed convolution.
 *
 * <p>With stride (a, b) the input rows y and columns x fall into a * b classes by (y mod a, x mod
 * b). Within a class every point meets the same subset of the kernel, at a constant distance in the
 * output gradient: a forward convolution of stride 1 with the channels exchanged. Each class is one
 * product; it alone writes its points.
 */
public final class ConvolutionInputGradient {
  private ConvolutionInputGradient() {}

  /**
   * Computes {@code result = epilogue(transposed weights * gradient)}; row {@code i} of the
   * epilogue is input channel {@code i}.
   *
   * @param gradient array that holds [batch, filters, outputHeight, outputWidth]
   * @param weight array that holds [filters, channels / groups, kernelHeight, kernelWidth]
   * @param result receives [batch, channels, height, width]; must not be {@code gradient}
   * @param numerics arithmetic allowed
   */
  public static void run(
      Workers workers,
      ConvolutionShape shape,
      float[] gradient,
      int gradientOffset,
      float[] weight,
      int weightOffset,
      float[] result,
      int resultOffset,
      TileEpilogue epilogue,
      Numerics numerics) {
    epilogue.checkForConvolution();
    ConvolutionShape turned = turned(shape);
    if (numerics.winograd()
        && WinogradConvolution.suits(turned)
        && turned.outputHeight() == shape.height()
        && turned.outputWidth() == shape.width()) {
      float[] packed =
          workers.scratch().floats(Purpose.LEFT, WinogradConvolution.weightsLength(turned));
      KernelOrder order = KernelOrder.turned(shape, weightOffset);
      WinogradConvolution.transformWeights(workers, turned, weight, order, packed);
      WinogradConvolution.run(
          workers, turned, gradient, gradientOffset, packed, result, resultOffset, epilogue);
      return;
    }
    ConvGeometry geometry = shape.geometry();
    int rowClasses = Math.min(geometry.strideY(), shape.height());
    int columnClasses = Math.min(geometry.strideX(), shape.width());
    for (int row = 0; row < rowClasses; row++) {
      int[] kernelRows =
          meeting(
              row, shape.kernelHeight(), geometry.strideY(), geometry.padY(), geometry.dilationY());
      for (int column = 0; column < columnClasses; column++) {
        int[] kernelColumns =
            meeting(
                column,
                shape.kernelWidth(),
                geometry.strideX(),
                geometry.padX(),
                geometry.dilationX());
        int[] taps = pairs(kernelRows, kernelColumns, shape.kernelWidth());
        PixelGrid grid = grid(shape, row, column, taps);
        BlockedProduct.Left left = pack(workers, shape, weight, weightOffset, taps);
        ConvolutionForward.run(
            workers, grid, gradient, gradientOffset, left, result, resultOffset, epilogue);
      }
    }
  }

  /** The forward convolution that the gradient is if the stride is 1 and the kernel 3 x 3. */
  private static ConvolutionShape turned(ConvolutionShape shape) {
    ConvGeometry geometry = shape.geometry();
    return new ConvolutionShape(
        shape.batch(),
        /* channels= */ shape.filters(),
        /* height= */ shape.outputHeight(),
        /* width= */ shape.outputWidth(),
        /* filters= */ shape.channels(),
        shape.kernelHeight(),
        shape.kernelWidth(),
        new ConvGeometry(
            geometry.strideY(),
            geometry.strideX(),
            Math.max(0, 2 - geometry.padY()),
            Math.max(0, 2 - geometry.padX()),
            geometry.dilationY(),
            geometry.dilationX(),
            geometry.groups()));
  }

  /** Returns the kernel positions that the input positions congruent to {@code phase} meet. */
  private static int[] meeting(int phase, int kernel, int stride, int padding, int dilation) {
    int[] positions = new int[kernel];
    int count = 0;
    for (int k = 0; k < kernel; k++) {
      if (Math.floorMod(phase + padding - k * dilation, stride) == 0) {
        positions[count++] = k;
      }
    }
    return Arrays.copyOf(positions, count);
  }

  private static int[] pairs(int[] kernelRows, int[] kernelColumns, int kernelWidth) {
    int[] taps = new int[kernelRows.length * kernelColumns.length];
    int count = 0;
    for (int r : kernelRows) {
      for (int s : kernelColumns) {
        taps[count++] = r * kernelWidth + s;
      }
    }
    return taps;
  }

  private static PixelGrid grid(ConvolutionShape shape, int row, int column, int[] taps) {
    ConvGeometry geometry = shape.geometry();
    int[] tapRows = new int[taps.length];
    int[] tapColumns = new int[taps.length];
    for (int t = 0; t < taps.length; t++) {
      int r = taps[t] / shape.kernelWidth();
      int s = taps[t] % shape.kernelWidth();
      tapRows[t] =
          Math.floorDiv(row + geometry.padY() - r * geometry.dilationY(), geometry.strideY());
      tapColumns[t] =
          Math.floorDiv(column + geometry.padX() - s * geometry.dilationX(), geometry.strideX());
    }
    return new PixelGrid(
            shape.batch(),
            shape.groups(),
            new PixelGrid.Planes(shape.groupFilters(), shape.outputHeight(), shape.outputWidth()),
            (shape.height() - row + geometry.strideY() - 1) / geometry.strideY(),
            (shape.width() - column + geometry.strideX() - 1) / geometry.strideX(),
            1,
            1,
            tapRows,
            tapColumns,
            new PixelGrid.Planes(shape.groupChannels(), shape.height(), shape.width()),
            row,
            column,
            geometry.strideY(),
            geometry.strideX())
        .simplified();
  }

  /** Packs the weights of some taps with input channels as rows and (filter, tap) as depth. */
  private static BlockedProduct.Left pack(
      Workers workers, ConvolutionShape shape, float[] weight, int weightOffset, int[] taps) {
    int channels = shape.groupChannels();
    int filters = shape.groupFilters();
    int kernel = shape.taps();
    int depth = filters * taps.length;
    int length = Math.toIntExact(Packing.leftLength(channels, depth));
    float[] packed =
        workers.scratch().floats(Purpose.LEFT, Math.multiplyExact(length, shape.groups()));
    int tiles = (channels + RegisterTile.ROWS - 1) / RegisterTile.ROWS;
    DepthBlocks blocks = DepthBlocks.of(depth, Math.max(1, taps.length));
    workers.run(
        shape.groups() * tiles,
        (chunk, scratch) -> {
          int group = chunk / tiles;
          int tile = chunk % tiles;
          int first = tile * RegisterTile.ROWS;
          for (int block = 0; block < blocks.count(); block++) {
            int target = group * length + blocks.leftIndex(tiles, tile, block);
            int to = blocks.start(block + 1) / blocks.unit();
            for (int f = blocks.start(block) / blocks.unit(); f < to; f++) {
              int source = weightOffset + ((group * filters + f) * channels + first) * kernel;
              for (int tap : taps) {
                Packing.leftStep(weight, source + tap, kernel, channels - first, packed, target);
                target += RegisterTile.ROWS;
              }
            }
          }
        });
    return new BlockedProduct.Left(packed, 0, length);
  }
}
