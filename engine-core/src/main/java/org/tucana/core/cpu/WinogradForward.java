package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.FilterOrder;
import org.tucana.core.cpu.blocked.MapEpilogue;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.blocked.WinogradConvolution;
import org.tucana.core.cpu.blocked.WinogradTile;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/**
 * Forward convolution of row-major maps by {@link WinogradConvolution}: the input is brought into
 * blocks, the output out of them.
 */
final class WinogradForward {
  /** Floats of maps in blocks that are kept at a time; a larger image goes the direct way. */
  private static final int LIMIT = 1 << 25;

  private WinogradForward() {}

  /** The tile to compute a convolution with; empty where the direct way is faster. */
  static Optional<WinogradTile> tile(ConvolutionShape shape) {
    return WinogradTile.handles(shape.geometry(), shape.kernelHeight(), shape.kernelWidth())
            && imagesTogether(shape) > 0
        ? WinogradTile.chooseOnce(shape.channels(), output(shape, shape.batch()))
        : Optional.empty();
  }

  private static int imagesTogether(ConvolutionShape shape) {
    long values =
        (long) shape.height() * shape.width() * shape.channels()
            + (long) shape.outputHeight() * shape.outputWidth() * shape.filters();
    return (int) Math.min(shape.batch(), LIMIT / Math.max(1, values));
  }

  /**
   * Computes {@code result = epilogue(weights * input)}.
   *
   * @param order where the filters lie in {@code weight}
   * @param epilogue one without a residual
   */
  static void run(
      Workers workers,
      WinogradTile tile,
      ConvolutionShape shape,
      float[] input,
      int inputOffset,
      float[] weight,
      FilterOrder order,
      float[] result,
      int resultOffset,
      TileEpilogue epilogue) {
    Scratch scratch = workers.scratch();
    WinogradConvolution convolution =
        WinogradConvolution.once(
            workers, tile, shape.geometry(), shape.filters(), shape.channels(), weight, order);
    float[] start = MapEpilogue.start(shape.filters());
    if (epilogue.rowBias() != null) {
      System.arraycopy(epilogue.rowBias(), epilogue.rowBiasOffset(), start, 0, shape.filters());
    }
    MapEpilogue steps = new MapEpilogue(start, null, epilogue.relu());
    int imageLength = shape.channels() * shape.height() * shape.width();
    int resultLength = shape.filters() * shape.outputHeight() * shape.outputWidth();
    int together = imagesTogether(shape);
    for (int first = 0; first < shape.batch(); first += together) {
      int count = Math.min(together, shape.batch() - first);
      BlockedMap x = map(input(shape, count), scratch, Purpose.RIGHT);
      BlockedMap y = map(output(shape, count), scratch, Purpose.RESULT);
      Reorder.enter(workers, input, inputOffset + first * imageLength, x);
      convolution.run(workers, x, steps, y);
      Reorder.leave(workers, y, result, resultOffset + first * resultLength);
    }
  }

  private static BlockedMap map(MapExtent extent, Scratch scratch, Purpose purpose) {
    return new BlockedMap(scratch.floats(purpose, extent.length()), 0, extent);
  }

  private static MapExtent input(ConvolutionShape shape, int images) {
    int halo = Math.max(shape.geometry().padY(), shape.geometry().padX());
    return new MapExtent(images, shape.channels(), shape.height(), shape.width(), halo);
  }

  private static MapExtent output(ConvolutionShape shape, int images) {
    return new MapExtent(images, shape.filters(), shape.outputHeight(), shape.outputWidth(), 0);
  }
}
