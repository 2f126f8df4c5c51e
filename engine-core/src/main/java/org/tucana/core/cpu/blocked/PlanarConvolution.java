package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a row-major map of few channels, such as a picture, into a map in blocks,
 * without groups. Blocks of its channels would be mostly zeros; here the planes are read as they
 * are ({@link SplitPlanes}).
 */
public final class PlanarConvolution {
  private static final int FEW = 8;

  private final ConvGeometry geometry;
  private final int channels;
  private final int kernelHeight;
  private final int kernelWidth;
  private final PackedFilters filters;

  /** Whether a convolution should be computed this way. */
  public static boolean suits(ConvGeometry geometry, int channels) {
    return channels <= FEW && geometry.groups() == 1;
  }

  /**
   * Packs weights [K,C,R,S].
   *
   * @param weight array that holds them from {@code offset} on
   */
  public PlanarConvolution(
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
    int terms = channels * kernelHeight * kernelWidth;
    this.filters =
        PackedFilters.of(filters, terms, (filter, term) -> weight[offset + filter * terms + term]);
  }

  /**
   * Computes {@code y = epilogue(weights * x)} and y's halo.
   *
   * @param x array that holds the row-major map [N,C,H,W] from {@code offset} on
   */
  public void run(
      Workers workers,
      float[] x,
      int offset,
      int height,
      int width,
      MapEpilogue epilogue,
      BlockedMap y) {
    MapExtent out = y.extent();
    SplitPlanes split = new SplitPlanes(geometry, height, width);
    int count = out.batch() * channels;
    float[] planes = workers.scratch().floats(Purpose.HALO, count * split.planeLength());
    split.fill(workers, count, x, offset, planes);
    int rowStep = geometry.strideY() * split.rowLength();
    BlockedMap residual = epilogue.residual();
    new TileProduct(
            new TileProduct.Grid(out.batch(), out.height(), out.width()),
            new TileProduct.Input(
                planes,
                new PixelWalk(0, channels * split.planeLength(), rowStep, 1),
                terms(split),
                channels * rowStep),
            filters,
            epilogue,
            y,
            PixelWalk.over(y),
            residual == null ? null : PixelWalk.over(residual))
        .run(workers);
    y.clearHalo(workers);
  }

  private int[] terms(SplitPlanes split) {
    int[] terms = new int[filters.terms()];
    int term = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < kernelHeight; row++) {
        for (int column = 0; column < kernelWidth; column++) {
          terms[term++] = channel * split.planeLength() + split.distance(row, column);
        }
      }
    }
    return terms;
  }
}
