package org.tucana.nn.metric;

import java.util.Arrays;

/** The middle of some numbers: what times are summed up by, since few are much too long. */
public final class Median {
  private Median() {}

  /**
   * The middle one in order, or the mean of the middle two; the array stays as it is.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("median: at least one number wanted, got none");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
