package org.tucana.core.testing;

import java.util.Arrays;

/** Values that nothing computes: whoever reads memory that was not written meets them. */
final class Poison {
  private static final byte BYTE = 0x5A;

  private Poison() {}

  /** Fills a whole array: NaN in floating-point arrays, values far from any index in others. */
  static void fill(Object array) {
    switch (array) {
      case float[] a -> Arrays.fill(a, Float.NaN);
      case double[] a -> Arrays.fill(a, Double.NaN);
      case int[] a -> Arrays.fill(a, Integer.MIN_VALUE);
      case long[] a -> Arrays.fill(a, Long.MIN_VALUE);
      case byte[] a -> Arrays.fill(a, BYTE);
      case short[] a -> Arrays.fill(a, (short) -1); // NaN in both 16-bit floating-point types
      default -> throw new IllegalArgumentException("poison: no array of numbers: " + array);
    }
  }
}
