package org.tucana.core.cpu.blocked;

import org.tucana.core.cpu.threads.Workers;

/**
 * The products of filters with the pixels of a grid, tile by tile: a chunk is some rows, or pieces
 * of long rows, and some groups of filters.
 */
final class TileProduct {
  /** Pixels of a piece of a row at most. */
  private static final int PIECE = 96;

  /** Floats of input that stay in the cache while one group of filters after the other is done. */
  private static final int CACHED = 48 * 1024;

  /**
   * A grid of pixels.
   *
   * @param images number of images
   * @param height rows
   * @param width pixels in a row
   */
  record Grid(int images, int height, int width) {}

  /**
   * What is read.
   *
   * @param values the array
   * @param walk where the grid's pixels lie in it, side by side in a row: in blocks, or in planes
   * @param terms distances of terms from a pixel, as {@link TileLayer} has them
   * @param rowLength floats that a row of the grid reads for the first time
   */
  record Input(float[] values, PixelWalk walk, int[] terms, int rowLength) {
    /** The same where so many rows lie one behind the other, as one row. */
    Input joined(int count) {
      return new Input(values, walk, terms, rowLength * count);
    }

    private boolean isPlanar() {
      return walk.pixelStride() == 1;
    }
  }

  private final Grid grid;
  private final Input input;
  private final PackedFilters filters;
  private final MapEpilogue epilogue;
  private final BlockedMap output;
  private final PixelWalk outputWalk;
  private final PixelWalk residualWalk;
  private final TileLayer layer;
  private final int pieces;
  private final int[] bounds;
  private final TileCover[] covers;

  /**
   * @param outputWalk where the grid's pixels lie in the output
   * @param residualWalk and in the epilogue's residual; null if there is none
   */
  TileProduct(
      Grid grid,
      Input input,
      PackedFilters filters,
      MapEpilogue epilogue,
      BlockedMap output,
      PixelWalk outputWalk,
      PixelWalk residualWalk) {
    this.grid = grid;
    this.input = input;
    this.filters = filters;
    this.epilogue = epilogue;
    this.output = output;
    this.outputWalk = outputWalk;
    this.residualWalk = residualWalk;
    layer = layer();
    pieces = Math.ceilDiv(grid.width(), PIECE);
    bounds = new int[pieces + 1];
    covers = new TileCover[pieces];
    int[] sizes = input.isPlanar() ? PlanarTile.sizes() : PixelTile.sizes();
    int panel = sizes[0];
    int panels = Math.ceilDiv(grid.width(), panel);
    for (int piece = 0; piece < pieces; piece++) {
      // Whole panels, the last piece apart.
      bounds[piece + 1] = Math.min(grid.width(), Parts.bound(panels, pieces, piece + 1) * panel);
      covers[piece] = TileCover.of(bounds[piece + 1] - bounds[piece], sizes);
    }
  }

  private TileLayer layer() {
    BlockedMap residual = epilogue.residual();
    return new TileLayer(
        input.values(),
        input.terms(),
        filters.values(),
        epilogue.start(),
        residual == null ? new float[PixelTile.WIDTH] : residual.values(),
        residual == null ? 0 : residualWalk.pixelStride(),
        residual == null ? 0 : secondVector(residual.extent()),
        output.values(),
        outputWalk.pixelStride(),
        secondVector(output.extent()),
        epilogue.floor());
  }

  private static int secondVector(MapExtent extent) {
    return PixelTile.LANES < MapExtent.BLOCK ? PixelTile.LANES : extent.planeStride();
  }

  void run(Workers workers) {
    int segments = grid.images() * grid.height() * pieces;
    if (segments == 0) {
      return;
    }
    int groups = filters.groups();
    Parts parts = Parts.of(segments, groups, workers.threads());
    workers.run(
        parts.count(),
        (chunk, scratch) -> {
          int row = chunk / parts.columns();
          int column = chunk % parts.columns();
          sweep(
              Parts.bound(segments, parts.rows(), row),
              Parts.bound(segments, parts.rows(), row + 1),
              Parts.bound(groups, parts.columns(), column),
              Parts.bound(groups, parts.columns(), column + 1));
        });
  }

  /** Some segments and groups: of the segments as many at a time as the cache holds. */
  private void sweep(int segmentFrom, int segmentTo, int groupFrom, int groupTo) {
    int cached = Math.max(1, CACHED / Math.max(1, input.rowLength() / pieces));
    for (int first = segmentFrom; first < segmentTo; first += cached) {
      int end = Math.min(segmentTo, first + cached);
      for (int group = groupFrom; group < groupTo; group++) {
        for (int segment = first; segment < end; segment++) {
          int piece = segment % pieces;
          int row = segment / pieces;
          tiles(row / grid.height(), row % grid.height(), piece, group);
        }
      }
    }
  }

  private void tiles(int image, int row, int piece, int group) {
    boolean narrow = filters.isNarrow(group);
    int channel = group * PixelTile.WIDTH;
    int w = filters.at(group);
    int x = input.walk().at(image, row, bounds[piece]);
    int y = outputWalk.at(image, row, bounds[piece]) + place(output.extent(), channel);
    int added =
        epilogue.residual() == null
            ? 0
            : residualWalk.at(image, row, bounds[piece])
                + place(epilogue.residual().extent(), channel);
    TileCover cover = covers[piece];
    for (int tile = 0; tile < cover.starts().length; tile++) {
      int pixel = cover.starts()[tile];
      int from = x + pixel * input.walk().pixelStride();
      int residual = added + pixel * layer.residualStep();
      int to = y + pixel * layer.outputStep();
      if (input.isPlanar()) {
        PlanarTile.run(cover.sizes()[tile], narrow, layer, from, w, channel, residual, to);
      } else {
        PixelTile.run(cover.sizes()[tile], narrow, layer, from, w, channel, residual, to);
      }
    }
  }

  /** Distance of a channel from the first one of its pixel. */
  private static int place(MapExtent extent, int channel) {
    return channel / MapExtent.BLOCK * extent.planeStride() + channel % MapExtent.BLOCK;
  }
}
