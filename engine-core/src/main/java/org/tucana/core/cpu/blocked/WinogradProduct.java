package org.tucana.core.cpu.blocked;

import java.util.Arrays;
import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/**
 * A convolution in transformed tiles: as many tiles as the cache holds are transformed at a time;
 * then for each group of filters follow the products and the transform back. Transformed inputs lie
 * as [n n, blocks, tiles, {@link MapExtent#BLOCK}], sums as [tiles, n n, {@link PixelTile#WIDTH}].
 *
 * <p>Where there are many tiles, threads share them out. Where there are few, all threads transform
 * them together and then share out the filters, which each thread reads only in part.
 */
final class WinogradProduct {
  /** Floats of transformed inputs and sums that the cache holds. */
  private static final int CACHED = 384 * 1024;

  /** Tiles of a group at least: each group reads all filters. */
  private static final int FEWEST = 48;

  /** Fewer tiles a thread than these are transformed for all threads. */
  private static final int SHARED = 24;

  /** Tiles that products prefer to take at a time. */
  private static final int PANEL = PixelTile.sizes()[0];

  /** Floats between rows of arrays that would otherwise compete for the same sets of a cache. */
  private static final int APART = 16;

  /** Blocks of channels in one chain of additions at most: longer ones lose more digits. */
  private static final int DEEPEST = 16;

  private final TileTransform transform;
  private final TileGrid grid;
  private final BlockedMap x;
  private final PackedFilters filters;
  private final MapEpilogue epilogue;
  private final BlockedMap y;
  private final int blocks;

  /** n n. */
  private final int squares;

  /** Parts of the channels that are summed apart. */
  private final int depths;

  /** Distance between the sums of two tiles. */
  private final int tileStride;

  WinogradProduct(
      TileTransform transform,
      TileGrid grid,
      BlockedMap x,
      PackedFilters filters,
      MapEpilogue epilogue,
      BlockedMap y) {
    this.transform = transform;
    this.grid = grid;
    this.x = x;
    this.filters = filters;
    this.epilogue = epilogue;
    this.y = y;
    blocks = x.extent().blocks();
    squares = transform.inputs() * transform.inputs();
    depths = Math.ceilDiv(blocks, DEEPEST);
    tileStride = squares * PixelTile.WIDTH + APART;
  }

  /**
   * Some tiles of the sequence and how their transformed inputs lie.
   *
   * @param first the first tile
   * @param count number of tiles
   * @param cover how products take them
   * @param squareStride floats between the values of a tile
   * @param rows distance of each block of channels from the first
   */
  private record Group(int first, int count, TileCover cover, int squareStride, int[] rows) {
    static Group of(int first, int count, int blocks) {
      int[] rows = new int[blocks];
      for (int block = 0; block < blocks; block++) {
        rows[block] = block * count * MapExtent.BLOCK;
      }
      return new Group(
          first,
          count,
          TileCover.of(count, PixelTile.sizes()),
          blocks * count * MapExtent.BLOCK + APART,
          rows);
    }
  }

  void run(Workers workers) {
    int tiles = grid.tiles();
    int threads = workers.threads();
    int floats = squares * (blocks * MapExtent.BLOCK + PixelTile.WIDTH);
    int groups = Math.ceilDiv(tiles, Math.max(FEWEST, CACHED / floats));
    if (tiles >= threads * SHARED) {
      runOwnTiles(workers, Math.ceilDiv(groups, threads) * threads);
    } else {
      for (int index = 0; index < groups; index++) {
        runOwnFilters(workers, group(groups, index));
      }
    }
  }

  private void runOwnTiles(Workers workers, int groups) {
    workers.run(
        groups,
        (chunk, scratch) -> {
          Group group = group(groups, chunk);
          float[] v = scratch.floats(Purpose.TRANSFORMED, squares * group.squareStride());
          transform(group, 0, blocks, v, scratch);
          multiply(group, 0, filters.groups(), v, scratch);
        });
  }

  private void runOwnFilters(Workers workers, Group group) {
    float[] v = workers.scratch().floats(Purpose.TRANSFORMED, squares * group.squareStride());
    int threads = workers.threads();
    int blockParts = Math.min(blocks, threads);
    workers.run(
        blockParts,
        (chunk, scratch) ->
            transform(
                group,
                Parts.bound(blocks, blockParts, chunk),
                Parts.bound(blocks, blockParts, chunk + 1),
                v,
                scratch));
    int filterParts = Parts.of(1, filters.groups(), threads).columns();
    workers.run(
        filterParts,
        (chunk, scratch) ->
            multiply(
                group,
                Parts.bound(filters.groups(), filterParts, chunk),
                Parts.bound(filters.groups(), filterParts, chunk + 1),
                v,
                scratch));
  }

  /** A group of whole panels, the last tiles apart. */
  private Group group(int groups, int index) {
    int tiles = grid.tiles();
    int panels = Math.ceilDiv(tiles, PANEL);
    int first = Math.min(tiles, Parts.bound(panels, groups, index) * PANEL);
    int end = Math.min(tiles, Parts.bound(panels, groups, index + 1) * PANEL);
    return Group.of(first, end - first, blocks);
  }

  /** Transforms the inputs of a group's tiles, some blocks of channels. */
  private void transform(Group group, int blockFrom, int blockTo, float[] v, Scratch scratch) {
    int n = transform.inputs();
    float[] half = scratch.floats(Purpose.HALF_TRANSFORMED, n * n * PixelTile.LANES);
    float[] patch = scratch.floats(Purpose.HALO, n * n * MapExtent.BLOCK);
    TileTransform.Steps inMap = new TileTransform.Steps(x.extent().rowStride(), MapExtent.BLOCK);
    TileTransform.Steps inPatch = new TileTransform.Steps(n * MapExtent.BLOCK, MapExtent.BLOCK);
    for (int block = blockFrom; block < blockTo; block++) {
      for (int index = 0; index < group.count(); index++) {
        int tile = group.first() + index;
        boolean inside = grid.inside(tile, x.extent());
        if (!inside) {
          grid.copy(tile, x, block, patch);
        }
        float[] source = inside ? x.values() : patch;
        int from = inside ? grid.at(tile, x, block) : 0;
        TileTransform.Steps steps = inside ? inMap : inPatch;
        int to = group.rows()[block] + index * MapExtent.BLOCK;
        for (int lane = 0; lane < MapExtent.BLOCK; lane += PixelTile.LANES) {
          transform.input(source, from + lane, steps, half, v, to + lane, group.squareStride());
        }
      }
    }
  }

  /** The products of a group's tiles with some groups of filters, brought to y. */
  private void multiply(Group group, int from, int to, float[] v, Scratch scratch) {
    int m = transform.outputs();
    int length = group.count() * tileStride;
    float[] sums = scratch.floats(Purpose.RESULT, depths * length);
    float[] half = scratch.floats(Purpose.HALF_TRANSFORMED, squares * PixelTile.LANES);
    float[] result = scratch.floats(Purpose.TILE, m * m * PixelTile.LANES);
    int end = y.extent().blocks() * MapExtent.BLOCK;
    for (int filterGroup = from; filterGroup < to; filterGroup++) {
      for (int depth = 0; depth < depths; depth++) {
        sum(group, filterGroup, depth, v, sums, depth * length);
        for (int i = 0; depth > 0 && i < length; i++) {
          sums[i] += sums[depth * length + i];
        }
      }
      int channel = filterGroup * PixelTile.WIDTH;
      for (int index = 0; index < group.count(); index++) {
        int tile = group.first() + index;
        for (int lane = 0;
            lane < PixelTile.WIDTH && channel + lane < end;
            lane += PixelTile.LANES) {
          transform.output(sums, index * tileStride + lane, half, result, 0);
          grid.store(tile, result, epilogue, channel + lane, y);
        }
      }
    }
  }

  /** The sums of a group's tiles over a part of the channels, for a group of filters. */
  private void sum(Group group, int filterGroup, int depth, float[] v, float[] sums, int to) {
    int first = Parts.bound(blocks, depths, depth);
    float[] zeros = new float[PixelTile.WIDTH];
    TileLayer layer =
        new TileLayer(
            v,
            Arrays.copyOf(group.rows(), Parts.bound(blocks, depths, depth + 1) - first),
            filters.values(),
            zeros,
            zeros,
            0,
            0,
            sums,
            tileStride,
            PixelTile.LANES,
            Float.NEGATIVE_INFINITY);
    TileCover cover = group.cover();
    for (int square = 0; square < squares; square++) {
      int x = square * group.squareStride() + group.rows()[first];
      int term = (square * blocks + first) * MapExtent.BLOCK;
      for (int piece = 0; piece < cover.starts().length; piece++) {
        int tile = cover.starts()[piece];
        PixelTile.run(
            cover.sizes()[piece],
            filters.isNarrow(filterGroup),
            layer,
            x + tile * MapExtent.BLOCK,
            filters.at(filterGroup) + term * PixelTile.WIDTH,
            0,
            0,
            to + tile * tileStride + square * PixelTile.WIDTH);
      }
    }
  }
}
