package org.tucana.core.cpu.blocked;

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
   * Transforms and packs weights [K,C,3,3].
   *
   * @param geometry one that {@link WinogradTile#handles}
   * @param weight array that holds them from {@code offset} on
   */
  public WinogradConvolution(
      WinogradTile tile,
      ConvGeometry geometry,
      int filters,
      int channels,
      float[] weight,
      int offset) {
    this.tile = tile;
    this.geometry = geometry;
    this.filters = FilterTransform.pack(tile.transform(), filters, channels, weight, offset);
  }

  /** Sizes of the output for an input. */
  public MapExtent output(MapExtent input, int halo) {
    return new MapExtent(
        input.batch(),
        filters.filters(),
        geometry.outputRows(input.height(), FilterTransform.TAPS),
        geometry.outputColumns(input.width(), FilterTransform.TAPS),
        halo);
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
