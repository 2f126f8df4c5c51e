package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;

/**
 * Single-precision matrix products {@code C = epilogue(A B)} on all threads.
 *
 * <p>A is M x K, B is K x N, C is M x N; strides express transposition. Each element of C is summed
 * in one order that depends on K alone: chains of fused multiply-adds over blocks of at most
 * {@value DepthBlocks#LIMIT} steps, whose results are added one after the other.
 */
public final class Sgemm {
  private static final int ROWS = RegisterTile.ROWS;
  private static final int PANELS = 4;

  /** Floats of packed left-hand operands that are kept at a time. */
  private static final int LEFT_LIMIT = 1 << 24;

  private static final int[] ONE = {0};

  private Sgemm() {}

  /** Multiplies two matrices. C must not share memory with A or B. */
  public static void multiply(
      Workers workers,
      int m,
      int n,
      int k,
      MatrixView a,
      MatrixView b,
      MatrixView c,
      TileEpilogue epilogue) {
    multiply(workers, m, n, k, a, ONE, b, ONE, c, ONE, epilogue);
  }

  /**
   * Multiplies matrices pair by pair: product {@code i} uses the views moved by {@code aStarts[i]},
   * {@code bStarts[i]} and {@code cStarts[i]}. Row and column biases are the same for all.
   */
  public static void multiply(
      Workers workers,
      int m,
      int n,
      int k,
      MatrixView a,
      int[] aStarts,
      MatrixView b,
      int[] bStarts,
      MatrixView c,
      int[] cStarts,
      TileEpilogue epilogue) {
    if (c.columnStride() != 1 && c.rowStride() == 1) {
      multiply(
          workers,
          n,
          m,
          k,
          b.transposed(),
          bStarts,
          a.transposed(),
          aStarts,
          c.transposed(),
          cStarts,
          epilogue.transposed());
      return;
    }
    int slabRows = Math.min(m, Math.max(ROWS, LEFT_LIMIT / Math.max(1, k) / ROWS * ROWS));
    int slabLength = Math.toIntExact(Packing.leftLength(slabRows, k));
    int together = Math.max(1, LEFT_LIMIT / Math.max(1, slabLength));
    for (int row = 0; row < m; row += slabRows) {
      int rows = Math.min(slabRows, m - row);
      for (int first = 0; first < cStarts.length; first += together) {
        int products = Math.min(together, cStarts.length - first);
        float[] packed = workers.scratch().floats(Purpose.LEFT, products * slabLength);
        packAll(workers, a, aStarts, first, products, row, rows, k, packed, slabLength);
        run(
            workers,
            products,
            first,
            rows,
            n,
            k,
            new BlockedProduct.Left(packed, 0, slabLength),
            b,
            bStarts,
            c.at(c.offset() + row * c.rowStride()),
            cStarts,
            epilogue.fromRow(row));
      }
    }
  }

  /** Packs the rows {@code row..row + rows} of several matrices, all in one go if they are many. */
  private static void packAll(
      Workers workers,
      MatrixView a,
      int[] aStarts,
      int first,
      int products,
      int row,
      int rows,
      int k,
      float[] packed,
      int slabLength) {
    DepthBlocks blocks = DepthBlocks.of(k, 1);
    int offset = a.offset() + row * a.rowStride();
    int tiles = (rows + ROWS - 1) / ROWS;
    if (products >= workers.threads()) {
      workers.run(
          products,
          (i, scratch) ->
              packTiles(
                  rows,
                  blocks,
                  a.at(offset + aStarts[first + i]),
                  0,
                  tiles,
                  packed,
                  i * slabLength));
      return;
    }
    for (int i = 0; i < products; i++) {
      pack(workers, rows, blocks, a.at(offset + aStarts[first + i]), packed, i * slabLength);
    }
  }

  /** Packs rows as a left-hand operand. */
  static void pack(
      Workers workers,
      int rows,
      DepthBlocks blocks,
      MatrixView matrix,
      float[] target,
      int offset) {
    int tiles = (rows + ROWS - 1) / ROWS;
    int chunks = (int) Math.min(tiles, 1 + (((long) rows * blocks.depth()) >> 14));
    workers.run(
        chunks,
        (chunk, scratch) ->
            packTiles(
                rows,
                blocks,
                matrix,
                BlockedProduct.part(tiles, chunks, chunk),
                BlockedProduct.part(tiles, chunks, chunk + 1),
                target,
                offset));
  }

  private static void packTiles(
      int rows,
      DepthBlocks blocks,
      MatrixView matrix,
      int tileFrom,
      int tileTo,
      float[] target,
      int offset) {
    int tiles = (rows + ROWS - 1) / ROWS;
    for (int tile = tileFrom; tile < tileTo; tile++) {
      for (int block = 0; block < blocks.count(); block++) {
        Packing.leftTile(
            matrix.values(),
            matrix.offset()
                + tile * ROWS * matrix.rowStride()
                + blocks.start(block) * matrix.columnStride(),
            matrix.rowStride(),
            matrix.columnStride(),
            rows - tile * ROWS,
            blocks.length(block),
            target,
            offset + blocks.leftIndex(tiles, tile, block));
      }
    }
  }

  private static void run(
      Workers workers,
      int products,
      int first,
      int m,
      int n,
      int k,
      BlockedProduct.Left left,
      MatrixView b,
      int[] bStarts,
      MatrixView c,
      int[] cStarts,
      TileEpilogue epilogue) {
    BlockedProduct.Right right =
        (block, scratch, panel, pitch) ->
            Packing.right(
                b.values(),
                b.offset()
                    + bStarts[first + block.product()]
                    + block.depthFrom() * b.rowStride()
                    + block.columnFrom() * b.columnStride(),
                b.rowStride(),
                b.columnStride(),
                block.depth(),
                block.columns(),
                panel,
                pitch);
    BlockedProduct.Result result =
        (product, row, rows, column, columns, sums, stage) -> {
          int start =
              c.offset()
                  + cStarts[first + product]
                  + row * c.rowStride()
                  + column * c.columnStride();
          TileStore.Part part = new TileStore.Part(row, rows, 0, column, columns, stage);
          if (c.columnStride() == 1) {
            TileStore.dense(sums, part, c.values(), start, c.rowStride(), epilogue);
          } else {
            TileStore.strided(
                sums, part, c.values(), start, c.rowStride(), c.columnStride(), epilogue);
          }
        };
    BlockedProduct.run(
        workers, new BlockedProduct.Extent(products, m, n, k, 1, PANELS), left, right, result);
  }
}
