package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.threads.Workers;

/**
 * Forward convolution. The direct way is a product of the packed weights with rows of pixels that
 * are copied block by block; no image is unfolded as a whole. Weights that are packed for it go the
 * way of {@link WinogradConvolution} instead.
 *
 * <p>The points of all images form one dimension, so that many small maps run like one large one.
 */
public final class ConvolutionForward {
  /** Register tiles side by side in a block; more of them share the copying of border rows. */
  static final int PANELS = 8;

  private ConvolutionForward() {}

  /**
   * Computes {@code output = epilogue(weights * input)}; row {@code i} of the epilogue is output
   * channel {@code i}, which may hold a row bias, a residual and ReLU.
   *
   * @param input array that holds NCHW values from {@code inputOffset} on
   * @param output receives NCHW values from {@code outputOffset} on; must not be {@code input}
   */
  public static void run(
      Workers workers,
      ConvolutionShape shape,
      float[] input,
      int inputOffset,
      PackedWeights weights,
      float[] output,
      int outputOffset,
      TileEpilogue epilogue) {
    epilogue.checkForConvolution();
    Optional<float[]> transformed = weights.transformed(shape);
    if (transformed.isPresent()) {
      WinogradConvolution.run(
          workers, shape, input, inputOffset, transformed.get(), output, outputOffset, epilogue);
      return;
    }
    run(
        workers,
        PixelGrid.forward(shape),
        input,
        inputOffset,
        weights.left(),
        output,
        outputOffset,
        epilogue);
  }

  static void run(
      Workers workers,
      PixelGrid grid,
      float[] input,
      int inputOffset,
      BlockedProduct.Left left,
      float[] output,
      int outputOffset,
      TileEpilogue epilogue) {
    BlockedProduct.Extent extent =
        new BlockedProduct.Extent(
            grid.groups(),
            grid.output().channels(),
            grid.batch() * grid.area(),
            grid.input().channels() * grid.taps(),
            Math.max(1, grid.taps()),
            PANELS);
    BlockedProduct.run(
        workers,
        extent,
        left,
        new PixelRows(grid, input, inputOffset),
        new PixelResult(grid, output, outputOffset, epilogue));
  }
}
