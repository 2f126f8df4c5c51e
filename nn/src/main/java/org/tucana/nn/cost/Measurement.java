package org.tucana.nn.cost;

/**
 * How operators are timed.
 *
 * @param warmUps runs of each that are not timed
 * @param runs timed runs of each, whose median counts
 */
public record Measurement(int warmUps, int runs) {
  public Measurement {
    if (warmUps < 0 || runs < 1) {
      throw new IllegalArgumentException(
          "measurement: at least one timed run and no negative number of warm-ups wanted, got "
              + runs
              + " and "
              + warmUps);
    }
  }

  /** Three runs to warm up, the median of seven. */
  public static Measurement standard() {
    return new Measurement(3, 7);
  }
}
