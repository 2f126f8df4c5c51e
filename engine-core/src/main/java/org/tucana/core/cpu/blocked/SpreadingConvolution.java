package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Transposed convolution of a map in blocks whose stride is its kernel's size, without padding,
 * dilation or groups: each input pixel gives its own R x S output pixels, one product for each.
 */
public final class SpreadingConvolution implements MapConvolution {
  private final int kernelHeight;
  private final int kernelWidth;
  private final PackedFilters[] taps;

  /** Whether a transposed convolution is of this form. */
  public static boolean handles(ConvGeometry geometry, int kernelHeight, int kernelWidth) {
    return geometry.equals(new ConvGeometry(kernelHeight, kernelWidth, 0, 0, 1, 1, 1));
  }

  /**
   * Packs weights [C,K,R,S].
   *
   * @param weight array that holds them from {@code offset} on
   */
  public SpreadingConvolution(
      int channels, int filters, int kernelHeight, int kernelWidth, float[] weight, int offset) {
    this.kernelHeight = kernelHeight;
    this.kernelWidth = kernelWidth;
    taps = new PackedFilters[kernelHeight * kernelWidth];
    for (int tap = 0; tap < taps.length; tap++) {
      int first = offset + tap;
      taps[tap] =
          PackedFilters.of(
              filters,
              Math.ceilDiv(channels, MapExtent.BLOCK) * MapExtent.BLOCK,
              (filter, channel) ->
                  channel < channels
                      ? weight[first + (channel * filters + filter) * taps.length]
                      : 0f);
    }
  }

  /** Computes {@code y = epilogue(x spread by the weights)} and y's halo. */
  @Override
  public void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    MapExtent in = x.extent();
    int[] rows = new int[in.blocks()];
    for (int block = 0; block < rows.length; block++) {
      rows[block] = block * in.planeStride();
    }
    TileProduct.Input input =
        new TileProduct.Input(x.values(), PixelWalk.over(x), rows, in.blocks() * in.rowStride());
    for (int tap = 0; tap < taps.length; tap++) {
      PixelWalk walk =
          PixelWalk.over(y, tap / kernelWidth, tap % kernelWidth, kernelHeight, kernelWidth);
      new TileProduct(
              new TileProduct.Grid(in.batch(), in.height(), in.width()),
              input,
              taps[tap],
              epilogue,
              y,
              walk,
              walk)
          .run(workers);
    }
    y.clearHalo(workers);
  }

  @Override
  public String algorithm() {
    return "direct, channels in blocks";
  }
}
