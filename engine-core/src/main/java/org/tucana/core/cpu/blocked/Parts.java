package org.tucana.core.cpu.blocked;

/**
 * How a grid of equally long pieces of work is shared out.
 *
 * @param rows number of parts along the rows
 * @param columns number of parts along the columns
 */
record Parts(int rows, int columns) {
  /** Chunks a thread at most; more even out what disturbs a thread, fewer share more. */
  private static final int CHUNKS = 3;

  /** The cut whose last thread ends first, with the fewest parts; rows are cut more readily. */
  static Parts of(int rows, int columns, int threads) {
    Parts best = new Parts(1, 1);
    double least = 1;
    for (int chunks = 1; chunks <= (threads == 1 ? 1 : CHUNKS * threads); chunks++) {
      for (int columnParts = 1; columnParts <= chunks; columnParts++) {
        int rowParts = chunks / columnParts;
        if (rowParts * columnParts != chunks || rowParts > rows || columnParts > columns) {
          continue;
        }
        double largest =
            Math.ceilDiv(rows, rowParts)
                * (double) Math.ceilDiv(columns, columnParts)
                / ((double) rows * columns);
        double time = largest * Math.ceilDiv(chunks, threads) + 0.002 * chunks;
        if (time < least) {
          least = time;
          best = new Parts(rowParts, columnParts);
        }
      }
    }
    return best;
  }

  int count() {
    return rows * columns;
  }

  /** Where part {@code index} of {@code parts} nearly equal parts begins. */
  static int bound(int length, int parts, int index) {
    return (int) ((long) length * index / parts);
  }
}
