package org.tucana.nn.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparison with reference outputs. */
public final class Close {
  private Close() {}

  /** Every value within {@code fraction} of the largest expected magnitude. */
  public static void toLargest(String what, float[] expected, float[] actual, double fraction) {
    assertEquals(expected.length, actual.length, what + ": number of values");
    double largest = 0;
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      // A not-a-number difference must count as the worst.
      if (!(Math.abs(actual[i] - expected[i]) <= Math.abs(actual[worst] - expected[worst]))) {
        worst = i;
      }
    }
    double difference = Math.abs(actual[worst] - expected[worst]);
    assertTrue(
        difference <= fraction * largest,
        "%s: expected %s at %d, got %s; off by %.3g of the largest value %s"
            .formatted(what, expected[worst], worst, actual[worst], difference / largest, largest));
  }
}
