package org.tucana.detection.rpn;

import java.util.Arrays;

/** The largest of many numbers. */
final class Ranking {
  private Ranking() {}

  /**
   * Positions, relative to {@code from}, of the {@code n} largest of {@code count} values by
   * falling value, equal values by position; NaN comes last and all are given where there are
   * fewer.
   */
  static int[] largest(float[] values, int from, int count, int n) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      float value = values[from + i];
      int bits = Float.floatToIntBits(Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value + 0f);
      // As a signed integer this order is the order of the floats; inverted, the largest is first.
      int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      keys[i] = (long) ~rising << 32 | i;
    }
    Arrays.sort(keys);
    int[] positions = new int[Math.min(n, count)];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (int) keys[i];
    }
    return positions;
  }
}
