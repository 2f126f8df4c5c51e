package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;

/** Random arrays and comparisons for the tests of this package. */
final class Numbers {
  private Numbers() {}

  /** Values between -1 and 1. */
  static float[] uniform(int seed, int length) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = 2f * random.nextFloat() - 1f;
    }
    return values;
  }

  /**
   * Compares sums of {@code terms} products with those computed in double. The tolerance is {@code
   * 2 * epsilon * sqrt(terms)} times the root mean square of the expected values (at least 1): the
   * partial sums that are rounded grow to that size.
   */
  static void assertClose(String label, double[] expected, float[] actual, int terms) {
    double squares = 0;
    for (double value : expected) {
      squares += value * value;
    }
    double scale = Math.max(1, Math.sqrt(squares / Math.max(1, expected.length)));
    double tolerance = 2 * Math.ulp(1f) * Math.sqrt(terms + 1.0) * scale;
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) {
        fail(
            label
                + ": element "
                + i
                + ", expected "
                + expected[i]
                + ", got "
                + actual[i]
                + ", tolerance "
                + tolerance);
      }
    }
  }
}
