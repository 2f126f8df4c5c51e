package org.tucana.cuda.kernel;

import org.tucana.core.kernel.MergedAxes;

/**
 * How threads share out the rows that a reduction combines. This is the order of summation, so it
 * follows from sizes and strides alone and never from the device.
 *
 * @param rows number of results
 * @param length elements of a row
 * @param lanes neighbouring threads that serve a row together, a power of two
 * @param piece most elements of a row that the first launch combines; the rest of the way is a
 *     launch of its own
 */
record ReductionShape(int rows, int length, int lanes, int piece) {
  /** From so many rows side by side on, a warp reads them all at once, a thread a row. */
  private static final int SIDE_BY_SIDE = 32;

  private static final int PIECE_OF_A_THREAD = 64;
  private static final int PIECE_OF_A_BLOCK = 8192;

  private static final int SHORT = 16;
  private static final int LONG = 1024;
  private static final int WARP = 32;
  private static final int BLOCK = 256;

  /**
   * Rows of which long ones go in pieces.
   *
   * @param neighbours whether neighbouring rows lie side by side, see {@link #neighbours}
   */
  static ReductionShape of(int rows, int length, boolean neighbours) {
    return neighbours
        ? new ReductionShape(rows, length, 1, PIECE_OF_A_THREAD)
        : new ReductionShape(rows, length, lanes(length, false), PIECE_OF_A_BLOCK);
  }

  /** The second launch: the pieces of each row, which lie one after the other. */
  ReductionShape ofPieces() {
    return new ReductionShape(rows, pieces(), lanes(pieces(), false), pieces());
  }

  /** Pieces of a row; a row of nothing has one. */
  int pieces() {
    return Math.max(1, Math.ceilDiv(length, piece));
  }

  long threads() {
    return (long) rows * pieces() * lanes;
  }

  /** Lanes for rows that are not cut: a thread must have enough to do, and none too much. */
  static int lanes(int length, boolean neighbours) {
    if (neighbours) {
      return length <= LONG ? 1 : WARP;
    }
    if (length <= SHORT) {
      return 1;
    }
    return length <= LONG ? WARP : BLOCK;
  }

  /**
   * Whether many neighbouring rows start side by side while their own elements lie apart.
   *
   * @param rows the axes that number the rows, of the first operand
   * @param step the stride within a row
   */
  static boolean neighbours(MergedAxes rows, int step) {
    return step != 1 && rows.innerStride(0) == 1 && rows.innerSize() >= SIDE_BY_SIDE;
  }
}
