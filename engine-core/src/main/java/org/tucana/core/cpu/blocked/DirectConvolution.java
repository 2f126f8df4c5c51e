package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a map in blocks, without groups: each sum runs over blocks of channels,
 * the kernel's rows and columns, and the channels of a block.
 */
public final class DirectConvolution {
  private final ConvGeometry geometry;
  private final int channels;
  private final int kernelHeight;
  private final int kernelWidth;
  private final PackedFilters filters;

  /**
   * Packs weights [K,C,R,S].
   *
   * @param weight array that holds them from {@code offset} on
   */
  public DirectConvolution(
      ConvGeometry geometry,
      int filters,
      int channels,
      int kernelHeight,
      int kernelWidth,
      float[] weight,
      int offset) {
    this.geometry = geometry;
    this.channels = channels;
    this.kernelHeight = kernelHeight;
    this.kernelWidth = kernelWidth;
    int taps = kernelHeight * kernelWidth;
    int[] order = new int[channels * taps];
    int term = 0;
    for (int block = 0; block < channels; block += MapExtent.BLOCK) {
      for (int tap = 0; tap < taps; tap++) {
        for (int c = block; c < Math.min(block + MapExtent.BLOCK, channels); c++) {
          order[term++] = offset + c * taps + tap;
        }
      }
    }
    this.filters =
        PackedFilters.of(
            filters, order.length, (filter, t) -> weight[order[t] + filter * order.length]);
  }

  /** Sizes of the output for an input. */
  public MapExtent output(MapExtent input, int halo) {
    return new MapExtent(
        input.batch(),
        filters.filters(),
        geometry.outputRows(input.height(), kernelHeight),
        geometry.outputColumns(input.width(), kernelWidth),
        halo);
  }

  /**
   * Computes {@code y = epilogue(weights * x)} and y's halo.
   *
   * @param x its halo is at least the padding
   */
  public void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    MapExtent in = x.extent();
    MapExtent out = y.extent();
    BlockedMap residual = epilogue.residual();
    boolean flat =
        kernelHeight * kernelWidth == 1
            && geometry.strideY() == 1
            && geometry.strideX() == 1
            && in.halo() == 0
            && out.halo() == 0
            && (residual == null || residual.extent().halo() == 0);
    TileProduct.Grid grid =
        flat
            ? new TileProduct.Grid(out.batch(), 1, out.height() * out.width())
            : new TileProduct.Grid(out.batch(), out.height(), out.width());
    PixelWalk walk =
        PixelWalk.over(
            x, -geometry.padY(), -geometry.padX(), geometry.strideY(), geometry.strideX());
    int rowLength = in.blocks() * in.rowStride() * (flat ? in.height() : geometry.strideY());
    new TileProduct(
            grid,
            new TileProduct.Input(x.values(), walk, rows(in), rowLength),
            filters,
            epilogue,
            y,
            PixelWalk.over(y, 0, 0, 1, 1),
            residual == null ? null : PixelWalk.over(residual, 0, 0, 1, 1))
        .run(workers);
    y.clearHalo(workers);
  }

  /** Distance of each term of a sum from the pixel at the kernel's first row and column. */
  private int[] rows(MapExtent in) {
    int[] rows = new int[filters.terms()];
    int term = 0;
    for (int block = 0; block < in.blocks(); block++) {
      int count = Math.min(MapExtent.BLOCK, channels - block * MapExtent.BLOCK);
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          int tap =
              block * in.planeStride()
                  + ky * geometry.dilationY() * in.rowStride()
                  + kx * geometry.dilationX() * MapExtent.BLOCK;
          for (int c = 0; c < count; c++) {
            rows[term++] = tap + c;
          }
        }
      }
    }
    return rows;
  }
}
