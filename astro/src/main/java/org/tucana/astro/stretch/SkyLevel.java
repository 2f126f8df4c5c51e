package org.tucana.astro.stretch;

import java.util.Arrays;
import java.util.Optional;

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

  /**
   * The sky of a band, whose values that are no finite number do not count. Where most values are
   * one and the same, as in the padding around a mosaic, the others tell.
   *
   * @return empty where there is no noise to measure by
   */
  static Optional<SkyLevel> of(float[] band) {
    double[] values = Limits.finite(band);
    Arrays.sort(values);
    SkyLevel sky = values.length == 0 ? new SkyLevel(0, 0) : ofSorted(values);
    if (!(sky.noise > 0)) {
      double padding = sky.level;
      double[] rest = Arrays.stream(values).filter(v -> v != padding).toArray();
      sky = rest.length == 0 ? sky : ofSorted(rest);
    }
    return sky.noise > 0 ? Optional.of(sky) : Optional.empty();
  }

  /** How many noise deviations a value lies above the sky. */
  double signal(double value) {
    return (value - level) / noise;
  }

  /** Values in rising order, at least one; objects only brighten, so the lower side tells. */
  private static SkyLevel ofSorted(double[] sorted) {
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
