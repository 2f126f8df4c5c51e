package org.tucana.astro.stretch;

import java.util.Arrays;

/**
 * Level and noise of the sky between objects.
 *
 * @param level the median of what is left after bright and dark values were clipped
 * @param noise standard deviation of a normal distribution with the same spread below that level
 */
record SkyLevel(double level, double noise) {
  private static final double CLIPPED_DEVIATIONS = 3;
  private static final int ROUNDS = 8;

  /** The share of a normal distribution within one deviation below the median: 0.3413 of 0.5. */
  private static final double ONE_DEVIATION_BELOW = 0.15866;

  /** Values in rising order, at least one; objects only brighten, so the lower side tells. */
  static SkyLevel ofSorted(double[] sorted) {
    int end = sorted.length;
    SkyLevel sky = within(sorted, end);
    for (int round = 0; round < ROUNDS; round++) {
      double most = sky.level + CLIPPED_DEVIATIONS * sky.noise;
      int position = Arrays.binarySearch(sorted, Math.nextUp(most));
      int next = Math.max(1, position < 0 ? -position - 1 : position);
      if (next >= end) {
        break;
      }
      end = next;
      sky = within(sorted, end);
    }
    return sky;
  }

  private static SkyLevel within(double[] sorted, int end) {
    double median = sorted[(end - 1) / 2];
    return new SkyLevel(median, median - sorted[(int) (ONE_DEVIATION_BELOW * (end - 1))]);
  }
}
