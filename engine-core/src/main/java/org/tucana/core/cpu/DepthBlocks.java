package org.tucana.core.cpu;

/**
 * How the depth K of a product is cut: into nearly equal blocks whose borders are multiples of a
 * unit. A packed left-hand operand holds block after block, so that it is read from front to back.
 *
 * @param depth K
 * @param unit the depth is cut only at multiples of this; it divides K
 * @param count number of blocks, at least one
 */
record DepthBlocks(int depth, int unit, int count) {
  /** Steps that are done at a time; a panel of so many rows stays near the core. */
  static final int LIMIT = 384;

  /** Cuts a depth. */
  static DepthBlocks of(int depth, int unit) {
    int units = depth / unit;
    int unitsPerBlock = Math.max(1, LIMIT / unit);
    return new DepthBlocks(depth, unit, Math.max(1, (units + unitsPerBlock - 1) / unitsPerBlock));
  }

  /** Returns where a block begins; block {@link #count} begins at K. */
  int start(int block) {
    return BlockedProduct.part(depth / unit, count, block) * unit;
  }

  /** Returns the number of steps of a block. */
  int length(int block) {
    return start(block + 1) - start(block);
  }

  /** Returns the number of steps of the longest block. */
  int longest() {
    return (depth / unit + count - 1) / count * unit;
  }

  /** Returns where a tile of a block begins in an operand of {@code tiles} packed tiles. */
  int leftIndex(int tiles, int tile, int block) {
    return (start(block) * tiles + tile * length(block)) * RegisterTile.ROWS;
  }
}
