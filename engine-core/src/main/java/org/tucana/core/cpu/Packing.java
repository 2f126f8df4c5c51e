package org.tucana.core.cpu;

/** Copies matrices into the order in which {@link RegisterTile} reads them. */
final class Packing {
  private static final int ROWS = RegisterTile.ROWS;

  private Packing() {}

  /** Returns the length of {@code rows} packed rows of {@code depth} values. */
  static long leftLength(int rows, int depth) {
    return (rows + ROWS - 1L) / ROWS * ROWS * depth;
  }

  /**
   * Packs one tile of a left-hand operand: {@code target[targetOffset + p * ROWS + i] =
   * source[offset + i * rowStride + p * depthStride]}, zero for rows from {@code rows} on.
   */
  static void leftTile(
      float[] source,
      int offset,
      int rowStride,
      int depthStride,
      int rows,
      int depth,
      float[] target,
      int targetOffset) {
    if (rows >= ROWS) {
      interleave(source, offset, rowStride, depthStride, depth, target, targetOffset, ROWS);
      return;
    }
    for (int p = 0; p < depth; p++) {
      leftStep(source, offset + p * depthStride, rowStride, rows, target, targetOffset + p * ROWS);
    }
  }

  /** Packs one step of a tile: {@code target[to + i] = source[from + i * rowStride]}. */
  static void leftStep(float[] source, int from, int rowStride, int rows, float[] target, int to) {
    if (rows >= ROWS) {
      target[to] = source[from];
      target[to + 1] = source[from + rowStride];
      target[to + 2] = source[from + 2 * rowStride];
      target[to + 3] = source[from + 3 * rowStride];
      target[to + 4] = source[from + 4 * rowStride];
      target[to + 5] = source[from + 5 * rowStride];
      target[to + 6] = source[from + 6 * rowStride];
      target[to + 7] = source[from + 7 * rowStride];
      return;
    }
    for (int i = 0; i < ROWS; i++) {
      target[to + i] = i < rows ? source[from + i * rowStride] : 0f;
    }
  }

  /**
   * Packs rows of a right-hand operand: {@code target[p * pitch + j] = source[offset + p *
   * depthStride + j * columnStride]}.
   */
  static void right(
      float[] source,
      int offset,
      int depthStride,
      int columnStride,
      int depth,
      int columns,
      float[] target,
      int pitch) {
    if (columnStride == 1) {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(source, offset + p * depthStride, target, p * pitch, columns);
      }
      return;
    }
    transpose(source, offset, columnStride, columns, depth, depthStride, target, 0, pitch);
  }

  /**
   * Writes strided sequences side by side: {@code target[targetOffset + p * pitch + j] =
   * source[offset + j * sequenceStride + p * stepStride]}.
   */
  static void transpose(
      float[] source,
      int offset,
      int sequenceStride,
      int sequences,
      int steps,
      int stepStride,
      float[] target,
      int targetOffset,
      int pitch) {
    int j = 0;
    for (; j + ROWS <= sequences; j += ROWS) {
      int from = offset + j * sequenceStride;
      interleave(source, from, sequenceStride, stepStride, steps, target, targetOffset + j, pitch);
    }
    for (; j < sequences; j++) {
      for (int p = 0; p < steps; p++) {
        target[targetOffset + p * pitch + j] = source[offset + j * sequenceStride + p * stepStride];
      }
    }
  }

  /** Writes eight strided sequences side by side. */
  private static void interleave(
      float[] source,
      int offset,
      int laneStride,
      int stepStride,
      int steps,
      float[] target,
      int targetOffset,
      int targetStride) {
    int s1 = offset + laneStride;
    int s2 = s1 + laneStride;
    int s3 = s2 + laneStride;
    int s4 = s3 + laneStride;
    int s5 = s4 + laneStride;
    int s6 = s5 + laneStride;
    int s7 = s6 + laneStride;
    for (int p = 0; p < steps; p++) {
      int from = p * stepStride;
      int to = targetOffset + p * targetStride;
      target[to] = source[offset + from];
      target[to + 1] = source[s1 + from];
      target[to + 2] = source[s2 + from];
      target[to + 3] = source[s3 + from];
      target[to + 4] = source[s4 + from];
      target[to + 5] = source[s5 + from];
      target[to + 6] = source[s6 + from];
      target[to + 7] = source[s7 + from];
    }
  }
}
