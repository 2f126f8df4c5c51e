package org.tucana.core.cpu;

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

  /** Steps of the depth that are done at a time; with a panel of columns they fit the L1 cache. */
  static final int DEPTH_BLOCK = 256;

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

  /** Left-hand operands, packed, {@code productStride} apart. */
  record Left(float[] values, int offset, int productStride) {}

  /** Right-hand operands. */
  interface Right {
    /**
     * Copies rows {@code depthFrom} to {@code depthTo - 1} of the columns {@code columnFrom} to
     * {@code columnTo - 1} into {@code panel}, {@code pitch} apart. It may write up to {@code
     * pitch} values in each row.
     */
    void pack(
        int product,
        int depthFrom,
        int depthTo,
        int columnFrom,
        int columnTo,
        Scratch scratch,
        float[] panel,
        int pitch);
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
    int columnBlocks = (panels + extent.panels() - 1) / extent.panels();
    int wanted = 4 * workers.threads();
    int rowBlocks = 1;
    if ((long) extent.products() * columnBlocks < wanted && workers.threads() > 1) {
      int most = Math.min(panels, Math.max(columnBlocks, (panels + 1) / 2));
      columnBlocks = Math.min(most, (wanted + extent.products() - 1) / extent.products());
      int blocks = extent.products() * columnBlocks;
      rowBlocks = Math.min((tiles + 7) / 8, (2 * workers.threads() + blocks - 1) / blocks);
    }
    int rowParts = rowBlocks;
    int columnParts = columnBlocks;
    int widest = (panels + columnParts - 1) / columnParts;
    int perProduct = rowParts * columnParts;
    workers.run(
        extent.products() * perProduct,
        (chunk, scratch) -> {
          int product = chunk / perProduct;
          int rowBlock = chunk % perProduct / columnParts;
          int columnBlock = chunk % columnParts;
          block(
              extent,
              left,
              right,
              result,
              scratch,
              product,
              part(tiles, rowParts, rowBlock),
              part(tiles, rowParts, rowBlock + 1),
              part(panels, columnParts, columnBlock),
              part(panels, columnParts, columnBlock + 1),
              widest);
        });
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
      int tileFrom,
      int tileTo,
      int panelFrom,
      int panelTo,
      int widest) {
    int depth = extent.depth();
    int units = depth / extent.depthUnit();
    int unitsPerBlock = Math.max(1, DEPTH_BLOCK / extent.depthUnit());
    int depthBlocks = Math.max(1, (units + unitsPerBlock - 1) / unitsPerBlock);
    int deepest = (units + depthBlocks - 1) / depthBlocks * extent.depthUnit();
    int pitch = widest * COLUMNS + RegisterTile.LANES;
    float[] panel = scratch.floats(Scratch.Purpose.PANEL, (deepest + 1) * pitch);
    float[] sums = scratch.floats(Scratch.Purpose.TILE, RegisterTile.SIZE);
    int[] rows = scratch.ints(Scratch.Purpose.ROWS, deepest);
    for (int p = 0; p < deepest; p++) {
      rows[p] = p * pitch;
    }
    int columnFrom = panelFrom * COLUMNS;
    int columnTo = Math.min(panelTo * COLUMNS, extent.columns());
    for (int depthBlock = 0; depthBlock < depthBlocks; depthBlock++) {
      int from = part(units, depthBlocks, depthBlock) * extent.depthUnit();
      int to = part(units, depthBlocks, depthBlock + 1) * extent.depthUnit();
      TileStore.Stage stage = new TileStore.Stage(depthBlock == 0, depthBlock == depthBlocks - 1);
      right.pack(product, from, to, columnFrom, columnTo, scratch, panel, pitch);
      for (int column = columnFrom; column < columnTo; column += COLUMNS) {
        int columns = Math.min(COLUMNS, columnTo - column);
        for (int tile = tileFrom; tile < tileTo; tile++) {
          int leftStart =
              left.offset() + product * left.productStride() + (tile * depth + from) * ROWS;
          RegisterTile.multiply(
              left.values(), leftStart, panel, rows, column - columnFrom, columns, to - from, sums);
          int row = tile * ROWS;
          int height = Math.min(ROWS, extent.rows() - row);
          result.store(product, row, height, column, columns, sums, stage);
        }
      }
    }
  }
}
