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
    int[] positions = new int[Math.min(n, count)];
    bringForward(keys, positions.length);
    Arrays.sort(keys, 0, positions.length);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (int) keys[i];
    }
    return positions;
  }

  /** Brings the {@code n} least of some distinct keys to the front, in any order. */
  private static void bringForward(long[] keys, int n) {
    int from = 0;
    int to = keys.length - 1;
    while (from < to && n > 0 && n < keys.length) {
      long pivot = keys[from + (to - from) / 2];
      int i = from;
      int j = to;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long key = keys[i];
          keys[i++] = keys[j];
          keys[j--] = key;
        }
      }
      if (n - 1 <= j) {
        to = j;
      } else if (n - 1 >= i) {
        from = i;
      } else {
        return;
      }
    }
  }
}
