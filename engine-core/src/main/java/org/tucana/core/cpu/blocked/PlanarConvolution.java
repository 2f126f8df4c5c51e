package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a row-major map of few channels, such as a picture, into a map in blocks,
 * without groups and without dilation along the columns. Blocks of its channels would be mostly
 * zeros; here a band of rows after the other has all terms of its pixels brought into blocks.
 */
public final class PlanarConvolution {
  private static final int FEW = 8;

  /** Floats of terms that the cache holds. */
  private static final int CACHED = 128 * 1024;

  private final ConvGeometry geometry;
  private final int channels;
  private final int kernelHeight;
  private final int kernelWidth;
  private final PackedFilters filters;

  /** Whether a convolution should be computed this way. */
  public static boolean suits(ConvGeometry geometry, int channels) {
    return channels <= FEW && geometry.groups() == 1 && geometry.dilationX() == 1;
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
        PackedFilters.of(
            filters,
            Math.ceilDiv(terms, MapExtent.BLOCK) * MapExtent.BLOCK,
            (filter, term) -> term < terms ? weight[offset + filter * terms + term] : 0f);
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
    int planes = out.batch() * channels;
    int rowLength = width + 2 * geometry.padX();
    int planeLength = (height + 2 * geometry.padY()) * rowLength;
    float[] padded =
        workers.scratch().floats(Purpose.HALO, planes * planeLength + PixelTerms.SLACK);
    workers.run(
        planes,
        (plane, scratch) ->
            pad(x, offset + plane * height * width, height, width, padded, plane * planeLength));
    int[] runs = new int[channels * kernelHeight];
    for (int run = 0; run < runs.length; run++) {
      int channel = run / kernelHeight;
      runs[run] = channel * planeLength + run % kernelHeight * geometry.dilationY() * rowLength;
    }
    PixelTerms terms = new PixelTerms(runs, kernelWidth);
    int rowStep = geometry.strideY() * rowLength;
    int bands =
        Math.clamp((long) out.height() * out.width() * filters.terms() / CACHED, 1, out.height());
    workers.run(
        out.batch() * bands,
        (chunk, scratch) -> {
          int image = chunk / bands;
          int first = Parts.bound(out.height(), bands, chunk % bands);
          int rows = Parts.bound(out.height(), bands, chunk % bands + 1) - first;
          int blockStride = rows * out.width() * MapExtent.BLOCK;
          float[] gathered = scratch.floats(Purpose.PANEL, terms.blocks() * blockStride);
          terms.gather(
              padded,
              image * channels * planeLength + first * rowStep,
              rowStep,
              geometry.strideX(),
              rows,
              out.width(),
              gathered);
          int[] blocks = new int[terms.blocks()];
          Arrays.setAll(blocks, block -> block * blockStride);
          PixelWalk walk = new PixelWalk(0, 0, out.width() * MapExtent.BLOCK, MapExtent.BLOCK);
          BlockedMap residual = epilogue.residual();
          new TileProduct(
                  new TileProduct.Grid(1, rows, out.width()),
                  new TileProduct.Input(gathered, walk, blocks, filters.terms() * out.width()),
                  filters,
                  epilogue,
                  y,
                  PixelWalk.over(y.images(image, 1), first, 0, 1, 1),
                  residual == null
                      ? null
                      : PixelWalk.over(residual.images(image, 1), first, 0, 1, 1))
              .run(workers);
        });
    y.clearHalo(workers);
  }

  private void pad(float[] x, int from, int height, int width, float[] padded, int to) {
    int rowLength = width + 2 * geometry.padX();
    int first = to + geometry.padY() * rowLength;
    Arrays.fill(padded, to, first, 0f);
    for (int row = 0; row < height; row++) {
      int at = first + row * rowLength;
      Arrays.fill(padded, at, at + geometry.padX(), 0f);
      System.arraycopy(x, from + row * width, padded, at + geometry.padX(), width);
      Arrays.fill(padded, at + geometry.padX() + width, at + rowLength, 0f);
    }
    int end = first + height * rowLength;
    Arrays.fill(padded, end, end + geometry.padY() * rowLength, 0f);
  }
}
