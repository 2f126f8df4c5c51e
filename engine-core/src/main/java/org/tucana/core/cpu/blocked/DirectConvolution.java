package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a map in blocks, without groups: each sum runs over blocks of channels,
 * the kernel's rows and columns, and the channels of a block.
 */
public final class DirectConvolution implements MapConvolution {
  private final ConvGeometry geometry;
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
    this.kernelHeight = kernelHeight;
    this.kernelWidth = kernelWidth;
    int taps = kernelHeight * kernelWidth;
    int run = MapExtent.BLOCK;
    this.filters =
        PackedFilters.of(
            filters,
            Math.ceilDiv(channels, run) * taps * run,
            (filter, term) -> {
              int channel = term / (taps * run) * run + term % run;
              int tap = term / run % taps;
              return channel < channels
                  ? weight[offset + (filter * channels + channel) * taps + tap]
                  : 0f;
            });
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
  @Override
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
            new TileProduct.Input(x.values(), walk, rows(in), MapExtent.BLOCK, rowLength),
            filters,
            epilogue,
            y,
            PixelWalk.over(y, 0, 0, 1, 1),
            residual == null ? null : PixelWalk.over(residual, 0, 0, 1, 1))
        .run(workers);
    y.clearHalo(workers);
  }

  /** Distance of each block's tap from the pixel at the kernel's first row and column. */
  private int[] rows(MapExtent in) {
    int[] rows = new int[in.blocks() * kernelHeight * kernelWidth];
    int run = 0;
    for (int block = 0; block < in.blocks(); block++) {
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          rows[run++] =
              block * in.planeStride()
                  + ky * geometry.dilationY() * in.rowStride()
                  + kx * geometry.dilationX() * MapExtent.BLOCK;
        }
      }
    }
    return rows;
  }

  @Override
  public String algorithm() {
    return "direct, channels in blocks";
  }
}
