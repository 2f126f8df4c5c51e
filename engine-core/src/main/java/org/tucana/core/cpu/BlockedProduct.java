package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/**
 * The loops around {@link RegisterTile}: cuts one or many products into blocks that fit the caches
 * and deals them to the threads.
 *
 * <p>M rows of the result, N its columns, K the depth. A chunk is a range of rows and columns of
 * one product; it walks through the whole depth block by block, so that no two chunks share a sum
 * and the cutting (which looks at the number of threads) does not touch any bit of the result.
 */
final class BlockedProduct {
  private static final int ROWS = RegisterTile.ROWS;
  private static final int COLUMNS = RegisterTile.COLUMNS;

  /** Cost of packing a panel, in tiles. */
  private static final int PACKING = 3;

  /** Relative cost of a whole panel, and of one vector alone. */
  private static final int WHOLE_PANEL = 12;

  private static final int SINGLE_VECTOR = 5;

  /** Tiles times depth below which a product is not divided. */
  private static final int SMALL = 256;

  private BlockedProduct() {}

  /**
   * Extent of the products.
   *
   * @param products number of independent products
   * @param rows M
   * @param columns N
   * @param depth K
   * @param depthUnit the depth is cut only at multiples of this
   * @param panels greatest number of register tiles side by side in one block
   */
  record Extent(int products, int rows, int columns, int depth, int depthUnit, int panels) {}

  /** Left-hand operands, packed as {@link DepthBlocks} says, {@code productStride} apart. */
  record Left(float[] values, int offset, int productStride) {}

  /** A part of the right-hand operand of one product: a range of its depth and of its columns. */
  record Block(int product, int depthFrom, int depthTo, int columnFrom, int columnTo) {
    int depth() {
      return depthTo - depthFrom;
    }

    int columns() {
      return columnTo - columnFrom;
    }
  }

  /** Right-hand operands. */
  interface Right {
    /**
     * Copies the rows of a block into {@code panel}, {@code pitch} apart. It may write up to {@code
     * pitch} values in each row.
     */
    void pack(Block block, Scratch scratch, float[] panel, int pitch);
  }

  /** Receives finished tiles. */
  interface Result {
    /** Stores the sums of rows {@code row} and columns {@code column} onwards. */
    void store(
        int product,
        int row,
        int rows,
        int column,
        int columns,
        float[] sums,
        TileStore.Stage stage);
  }

  /** Computes all products. */
  static void run(Workers workers, Extent extent, Left left, Right right, Result result) {
    if (extent.products() == 0 || extent.rows() == 0 || extent.columns() == 0) {
      return;
    }
    int tiles = (extent.rows() + ROWS - 1) / ROWS;
    int panels = (extent.columns() + COLUMNS - 1) / COLUMNS;
    Cut cut = cut(extent, tiles, panels, workers.threads());
    int perProduct = cut.rowParts() * cut.columnParts();
    workers.run(
        extent.products() * perProduct,
        (chunk, scratch) -> {
          int rowPart = chunk % perProduct / cut.columnParts();
          int columnPart = chunk % cut.columnParts();
          block(
              extent,
              left,
              right,
              result,
              scratch,
              chunk / perProduct,
              new Span(
                  part(tiles, cut.rowParts(), rowPart), part(tiles, cut.rowParts(), rowPart + 1)),
              new Span(
                  part(panels, cut.columnParts(), columnPart),
                  part(panels, cut.columnParts(), columnPart + 1)),
              tiles);
        });
  }

  /** Number of parts along the rows and the columns of a product. */
  private record Cut(int rowParts, int columnParts) {}

  /** A range of tiles or panels. */
  private record Span(int from, int to) {}

  /**
   * Looks for the cut that ends first if all threads are equally fast. Packing one panel costs as
   * much as {@link #PACKING} tiles, and each row part packs its columns anew.
   */
  private static Cut cut(Extent extent, int tiles, int panels, int threads) {
    int fewest = (panels + extent.panels() - 1) / extent.panels();
    Cut best = new Cut(1, fewest);
    if (threads == 1 || (long) tiles * panels * extent.depth() < SMALL) {
      return best;
    }
    long least = Long.MAX_VALUE;
    for (int rowParts = 1; rowParts <= Math.min(tiles, 2 * threads); rowParts++) {
      for (int columnParts = fewest; columnParts <= Math.min(panels, fewest + 32); columnParts++) {
        long chunks = (long) extent.products() * rowParts * columnParts;
        long rounds = (chunks + threads - 1) / threads;
        int chunk = (tiles + rowParts - 1) / rowParts + PACKING;
        long cost = rounds * widest(extent.columns(), panels, columnParts) * chunk;
        if (cost < least) {
          least = cost;
          best = new Cut(rowParts, columnParts);
        }
      }
    }
    return best;
  }

  /**
   * Returns the cost of the widest column part; a vector alone costs more than a third of a whole
   * panel. The last part is never the narrowest in panels, but its last panel may be narrow.
   */
  private static int widest(int columns, int panels, int parts) {
    int most = (panels + parts - 1) / parts;
    int others = panels % parts == 1 ? most - 1 : most;
    int tail = columns - (panels - 1) * COLUMNS;
    int vectors = (tail + RegisterTile.LANES - 1) / RegisterTile.LANES;
    int last =
        WHOLE_PANEL * (most - 1)
            + (vectors * RegisterTile.LANES == COLUMNS ? WHOLE_PANEL : SINGLE_VECTOR * vectors);
    return parts == 1 ? last : Math.max(WHOLE_PANEL * others, last);
  }

  /** Returns where part {@code index} of {@code parts} nearly equal parts begins. */
  static int part(int length, int parts, int index) {
    return (int) ((long) length * index / parts);
  }

  private static void block(
      Extent extent,
      Left left,
      Right right,
      Result result,
      Scratch scratch,
      int product,
      Span tileSpan,
      Span panelSpan,
      int tiles) {
    DepthBlocks blocks = DepthBlocks.of(extent.depth(), extent.depthUnit());
    int pitch = (panelSpan.to() - panelSpan.from()) * COLUMNS + RegisterTile.LANES;
    float[] panel = scratch.floats(Purpose.PANEL, (blocks.longest() + 1) * pitch);
    float[] sums = scratch.floats(Purpose.TILE, RegisterTile.SIZE);
    int[] rows = scratch.ints(Purpose.ROWS, blocks.longest());
    for (int p = 0; p < blocks.longest(); p++) {
      rows[p] = p * pitch;
    }
    int columnFrom = panelSpan.from() * COLUMNS;
    int columnTo = Math.min(panelSpan.to() * COLUMNS, extent.columns());
    int leftStart = left.offset() + product * left.productStride();
    for (int block = 0; block < blocks.count(); block++) {
      int from = blocks.start(block);
      int depth = blocks.length(block);
      TileStore.Stage stage = new TileStore.Stage(block == 0, block == blocks.count() - 1);
      right.pack(
          new Block(product, from, from + depth, columnFrom, columnTo), scratch, panel, pitch);
      for (int tile = tileSpan.from(); tile < tileSpan.to(); tile++) {
        int leftTile = leftStart + blocks.leftIndex(tiles, tile, block);
        int row = tile * ROWS;
        int height = Math.min(ROWS, extent.rows() - row);
        for (int column = columnFrom; column < columnTo; column += COLUMNS) {
          int columns = Math.min(COLUMNS, columnTo - column);
          RegisterTile.multiply(
              left.values(), leftTile, panel, rows, column - columnFrom, columns, depth, sums, 0);
          result.store(product, row, height, column, columns, sums, stage);
        }
      }
    }
  }
}
