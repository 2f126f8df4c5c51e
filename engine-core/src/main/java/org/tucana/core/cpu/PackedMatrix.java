package org.tucana.core.cpu;

import org.tucana.core.cpu.threads.Workers;

/**
 * A left-hand operand in the order in which the register tile reads it, for matrices that are used
 * many times.
 */
public final class PackedMatrix {
  private final int rows;
  private final int depth;
  private final float[] values;

  private PackedMatrix(int rows, int depth, float[] values) {
    this.rows = rows;
    this.depth = depth;
    this.values = values;
  }

  /**
   * Packs a matrix.
   *
   * @param rows number of rows M
   * @param depth number of columns K
   */
  public static PackedMatrix of(Workers workers, int rows, int depth, MatrixView matrix) {
    float[] values = new float[Math.toIntExact(Packing.leftLength(rows, depth))];
    Sgemm.pack(workers, rows, DepthBlocks.of(depth, 1), matrix, values, 0);
    return new PackedMatrix(rows, depth, values);
  }

  /** Returns the number of rows M. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns K. */
  public int depth() {
    return depth;
  }

  BlockedProduct.Left left() {
    return new BlockedProduct.Left(values, 0, 0);
  }
}
