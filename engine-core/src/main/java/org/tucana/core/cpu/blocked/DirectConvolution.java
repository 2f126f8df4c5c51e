package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a map in blocks, without groups: each sum runs over blocks of channels,
 * the kernel's rows and columns, and the channels of a block. Pixels that are read at strides are
 * brought together first.
 */
public final class DirectConvolution implements MapConvolution {
  /** Floats of pixels that are brought together at a time, but for a larger image. */
  private static final int GATHERED = 1 << 20;

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
      Workers workers,
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
    this.filters =
        pack(
            workers,
            filters,
            channels,
            kernelHeight * kernelWidth,
            weight,
            FilterOrder.forward(channels, kernelHeight * kernelWidth, offset));
  }

  /** The terms of a filter are [blocks, taps, channels of a block]. */
  private static PackedFilters pack(
      Workers workers, int filters, int channels, int taps, float[] weight, FilterOrder order) {
    int blocks = Math.ceilDiv(channels, MapExtent.BLOCK);
    int terms = taps * MapExtent.BLOCK;
    int groups = PackedFilters.groups(filters);
    float[] values = new float[Math.multiplyExact(groups * blocks, terms * PixelTile.WIDTH)];
    workers.run(
        groups * blocks,
        (chunk, scratch) -> {
          int first = chunk / blocks * PixelTile.WIDTH;
          int count = Math.min(PixelTile.WIDTH, filters - first);
          int channel = chunk % blocks * MapExtent.BLOCK;
          int depth = Math.min(MapExtent.BLOCK, channels - channel);
          for (int i = 0; i < count; i++) {
            for (int c = 0; c < depth; c++) {
              int from = order.at(first + i, channel + c);
              int to = (chunk * terms + c) * PixelTile.WIDTH + i;
              for (int tap = 0; tap < taps; tap++) {
                values[to + tap * MapExtent.BLOCK * PixelTile.WIDTH] = weight[from + tap];
              }
            }
          }
        });
    return new PackedFilters(values, filters, blocks * terms);
  }

  /**
   * Computes {@code y = epilogue(weights * x)} and y's halo.
   *
   * @param x its halo is at least the padding
   */
  @Override
  public void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    if (geometry.strideX() == 1) {
      MapExtent in = x.extent();
      PixelWalk walk = PixelWalk.over(x, -geometry.padY(), -geometry.padX(), geometry.strideY(), 1);
      int[] rows =
          rows(
              in.blocks(),
              (block, ky, kx) ->
                  block * in.planeStride()
                      + ky * geometry.dilationY() * in.rowStride()
                      + kx * geometry.dilationX() * MapExtent.BLOCK);
      int rowLength = in.blocks() * in.rowStride() * geometry.strideY();
      boolean dense = kernelHeight * kernelWidth == 1 && geometry.strideY() == 1 && in.halo() == 0;
      multiply(
          workers, new TileProduct.Input(x.values(), walk, rows, rowLength), dense, epilogue, y);
    } else {
      runStrided(workers, x, epilogue, y);
    }
    y.clearHalo(workers);
  }

  /**
   * Computes some rows of y, for a kernel of one pixel at stride 1; its halo stays as it is.
   *
   * @param x as many rows
   * @param epilogue its residual has the sizes of the map that y is of
   */
  void runRows(Workers workers, MapRows x, MapEpilogue epilogue, MapRows y) {
    MapExtent in = x.map().extent();
    int[] rows = rows(in.blocks(), (block, ky, kx) -> block * in.planeStride());
    BlockedMap residual = epilogue.residual();
    new TileProduct(
            new TileProduct.Grid(1, y.count(), y.map().extent().width()),
            new TileProduct.Input(x.map().values(), x.walk(), rows, in.blocks() * in.rowStride()),
            filters,
            epilogue,
            y.map(),
            y.walk(),
            residual == null ? null : new MapRows(residual, y.image(), y.first(), y.count()).walk())
        .run(workers);
  }

  /** Number of filters. */
  int filters() {
    return filters.filters();
  }

  /** Some images at a time, whose pixels are first brought together. */
  private void runStrided(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    MapExtent out = y.extent();
    StridedPixels pixels = new StridedPixels(geometry, kernelHeight, kernelWidth, x.extent(), out);
    int[] rows = rows(x.extent().blocks(), pixels::at);
    int together = Math.max(1, GATHERED / Math.max(1, pixels.imageStride()));
    for (int first = 0; first < out.batch(); first += together) {
      int count = Math.min(together, out.batch() - first);
      float[] values = workers.scratch().floats(Purpose.RIGHT, count * pixels.imageStride());
      pixels.gather(workers, x.images(first, count), values);
      PixelWalk walk =
          new PixelWalk(
              0, pixels.imageStride(), pixels.columns() * MapExtent.BLOCK, MapExtent.BLOCK);
      multiply(
          workers,
          new TileProduct.Input(values, walk, rows, pixels.imageStride() / out.height()),
          pixels.isDense(out),
          epilogue.images(first, count),
          y.images(first, count));
    }
  }

  /**
   * @param dense whether the pixels of an image lie side by side as if it were one row
   */
  private void multiply(
      Workers workers, TileProduct.Input input, boolean dense, MapEpilogue epilogue, BlockedMap y) {
    MapExtent out = y.extent();
    BlockedMap residual = epilogue.residual();
    boolean flat = dense && out.halo() == 0 && (residual == null || residual.extent().halo() == 0);
    new TileProduct(
            flat
                ? new TileProduct.Grid(out.batch(), 1, out.height() * out.width())
                : new TileProduct.Grid(out.batch(), out.height(), out.width()),
            flat ? input.joined(out.height()) : input,
            filters,
            epilogue,
            y,
            PixelWalk.over(y),
            residual == null ? null : PixelWalk.over(residual))
        .run(workers);
  }

  /** Where the input of a tap lies. */
  @FunctionalInterface
  private interface Place {
    int at(int block, int ky, int kx);
  }

  private int[] rows(int blocks, Place place) {
    int[] rows = new int[blocks * kernelHeight * kernelWidth];
    int run = 0;
    for (int block = 0; block < blocks; block++) {
      for (int ky = 0; ky < kernelHeight; ky++) {
        for (int kx = 0; kx < kernelWidth; kx++) {
          rows[run++] = place.at(block, ky, kx);
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
