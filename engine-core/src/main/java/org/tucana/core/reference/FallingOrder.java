package org.tucana.core.reference;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The order in which top-k and non-maximum suppression take values. */
final class FallingOrder {
  private FallingOrder() {}

  /**
   * Positions 0 .. count-1 of a row that starts at element {@code from}, largest value first. NaN
   * comes before all numbers; equal values (0 and -0 are equal) keep the order of their positions,
   * because the sort is stable.
   */
  static int[] of(Cells values, int from, int count) {
    Comparator<Integer> rising = Comparator.comparingDouble(i -> values.get(from + i) + 0.0);
    return IntStream.range(0, count)
        .boxed()
        .sorted(rising.reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
