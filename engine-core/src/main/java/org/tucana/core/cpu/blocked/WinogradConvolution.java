package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

/**
 * Forward convolution of a map in blocks with 3 x 3 filters at stride 1, without dilation or
 * groups, by tiles that take fewer products than the definition ({@link WinogradTile}).
 */
public final class WinogradConvolution implements MapConvolution {
  private final WinogradTile tile;
  private final ConvGeometry geometry;
  private final PackedFilters filters;

  /**
   * Transforms and packs filters into an array of their own.
   *
   * @param geometry one that {@link WinogradTile#handles}
   * @param order where the filters lie in {@code weight}
   */
  public WinogradConvolution(
      Workers workers,
      WinogradTile tile,
      ConvGeometry geometry,
      int filters,
      int channels,
      float[] weight,
      FilterOrder order) {
    this(
        tile,
        geometry,
        FilterTransform.pack(
            workers,
            tile.transform(),
            filters,
            channels,
            weight,
            order,
            new float[FilterTransform.length(tile.transform(), filters, channels)]));
  }

  private WinogradConvolution(WinogradTile tile, ConvGeometry geometry, PackedFilters filters) {
    this.tile = tile;
    this.geometry = geometry;
    this.filters = filters;
  }

  /**
   * Transforms and packs filters into the calling thread's scratch, for as long as its buffer for
   * left-hand operands is not used again.
   */
  public static WinogradConvolution once(
      Workers workers,
      WinogradTile tile,
      ConvGeometry geometry,
      int filters,
      int channels,
      float[] weight,
      FilterOrder order) {
    int length = FilterTransform.length(tile.transform(), filters, channels);
    float[] room = workers.scratch().floats(Purpose.LEFT, length);
    return new WinogradConvolution(
        tile,
        geometry,
        FilterTransform.pack(workers, tile.transform(), filters, channels, weight, order, room));
  }

  /** Computes {@code y = epilogue(weights * x)} and y's halo. */
  @Override
  public void run(Workers workers, BlockedMap x, MapEpilogue epilogue, BlockedMap y) {
    TileGrid grid = TileGrid.of(tile.transform(), geometry, y.extent());
    new WinogradProduct(tile.transform(), grid, x, filters, epilogue, y).run(workers);
    y.clearHalo(workers);
  }

  @Override
  public String algorithm() {
    int m = tile.transform().outputs();
    return "Winograd F(" + m + "x" + m + "), channels in blocks";
  }
}
