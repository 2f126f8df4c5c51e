package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Scratch;
import org.tucana.core.cpu.threads.Scratch.Purpose;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.host.StridedWalk;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.kernel.Operand;

/**
 * Double-precision matrix products C = A B on all threads: A is M x K, B is K x N, C is M x N.
 *
 * <p>A chunk is a block of rows and columns of one product and walks through the whole depth, so
 * the order of every sum depends on K alone.
 */
final class Dgemm {
  private static final int ROWS = DoubleTile.ROWS;
  private static final int COLUMNS = DoubleTile.COLUMNS;
  private static final int DEPTH_BLOCK = 256;
  private static final int BLOCK_ROWS = 128;
  private static final int BLOCK_COLUMNS = 8 * COLUMNS;

  private Dgemm() {}

  /** M, N and K. */
  record Size(int m, int n, int k) {}

  /**
   * A matrix inside an array: (i, j) is {@code values[offset + i * rowStride + j * columnStride]}.
   */
  record View(double[] values, int offset, int rowStride, int columnStride) {}

  /**
   * Multiplies matrices pair by pair: product {@code i} uses the views moved by {@code aStarts[i]}
   * and {@code bStarts[i]} and writes row-major to {@code c} from {@code cOffset + cStarts[i]} on.
   */
  static void multiply(
      Workers workers,
      Size size,
      View a,
      int[] aStarts,
      View b,
      int[] bStarts,
      double[] c,
      int cOffset,
      int[] cStarts) {
    int rowBlocks = (size.m() + BLOCK_ROWS - 1) / BLOCK_ROWS;
    int columnBlocks = (size.n() + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
    int blocks = rowBlocks * columnBlocks;
    workers.run(
        cStarts.length * blocks,
        (chunk, scratch) -> {
          int product = chunk / blocks;
          int row = chunk % blocks / columnBlocks * BLOCK_ROWS;
          int column = chunk % columnBlocks * BLOCK_COLUMNS;
          block(
              size,
              moved(a, aStarts[product] + row * a.rowStride()),
              moved(b, bStarts[product] + column * b.columnStride()),
              c,
              cOffset + cStarts[product] + row * size.n() + column,
              Math.min(BLOCK_ROWS, size.m() - row),
              Math.min(BLOCK_COLUMNS, size.n() - column),
              scratch);
        });
  }

  /** Applies an epilogue whose bias runs over the columns to a row-major result. */
  static void finish(Epilogue epilogue, Operand result) {
    if (epilogue.bias().isEmpty() && epilogue.residual().isEmpty() && !epilogue.relu()) {
      return;
    }
    double[] values = HostStorage.doubles(result);
    int columns = result.dim(-1);
    double[] residual = epilogue.residual().map(HostStorage::doubles).orElse(null);
    StridedWalk walk = epilogue.residual().map(StridedWalk::new).orElse(null);
    double[] bias = epilogue.bias().map(HostStorage::doubles).orElse(null);
    int biasOffset = epilogue.bias().map(Operand::offset).orElse(0);
    int biasStride = epilogue.bias().map(o -> o.stride(-1)).orElse(0);
    for (int i = 0; i < result.elements(); i++) {
      double value = values[result.offset() + i];
      if (bias != null) {
        value += bias[biasOffset + i % columns * biasStride];
      }
      if (residual != null) {
        value += residual[walk.next()];
      }
      values[result.offset() + i] = epilogue.relu() ? Math.max(value, 0) : value;
    }
  }

  private static View moved(View view, int distance) {
    return new View(view.values(), view.offset() + distance, view.rowStride(), view.columnStride());
  }

  private static void block(
      Size size, View a, View b, double[] c, int start, int rows, int columns, Scratch scratch) {
    int tiles = (rows + ROWS - 1) / ROWS;
    int panels = (columns + COLUMNS - 1) / COLUMNS;
    int pitch = panels * COLUMNS;
    double[] left = scratch.doubles(Purpose.LEFT, tiles * ROWS * DEPTH_BLOCK);
    double[] right = scratch.doubles(Purpose.PANEL, pitch * DEPTH_BLOCK);
    double[] sums = scratch.doubles(Purpose.TILE, DoubleTile.SIZE);
    int depthBlocks = Math.max(1, (size.k() + DEPTH_BLOCK - 1) / DEPTH_BLOCK);
    for (int block = 0; block < depthBlocks; block++) {
      int from = block * DEPTH_BLOCK;
      int depth = Math.min(DEPTH_BLOCK, size.k() - from);
      packLeft(moved(a, from * a.columnStride()), rows, depth, left);
      packRight(moved(b, from * b.rowStride()), columns, depth, right, pitch);
      for (int column = 0; column < columns; column += COLUMNS) {
        for (int tile = 0; tile < tiles; tile++) {
          DoubleTile.multiply(left, tile * ROWS * depth, right, column, pitch, depth, sums);
          int height = Math.min(ROWS, rows - tile * ROWS);
          int width = Math.min(COLUMNS, columns - column);
          for (int i = 0; i < height; i++) {
            int to = start + (tile * ROWS + i) * size.n() + column;
            for (int j = 0; j < width; j++) {
              double sum = sums[i * COLUMNS + j];
              c[to + j] = block == 0 ? sum : c[to + j] + sum;
            }
          }
        }
      }
    }
  }

  private static void packLeft(View a, int rows, int depth, double[] left) {
    for (int row = 0; row < rows; row += ROWS) {
      for (int i = 0; i < ROWS; i++) {
        int from = a.offset() + (row + i) * a.rowStride();
        int to = row * depth + i;
        for (int p = 0; p < depth; p++) {
          left[to + p * ROWS] = row + i < rows ? a.values()[from + p * a.columnStride()] : 0;
        }
      }
    }
  }

  private static void packRight(View b, int columns, int depth, double[] right, int pitch) {
    if (b.columnStride() == 1) {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(b.values(), b.offset() + p * b.rowStride(), right, p * pitch, columns);
      }
      return;
    }
    for (int j = 0; j < columns; j++) {
      int from = b.offset() + j * b.columnStride();
      for (int p = 0; p < depth; p++) {
        right[p * pitch + j] = b.values()[from + p * b.rowStride()];
      }
    }
  }
}
