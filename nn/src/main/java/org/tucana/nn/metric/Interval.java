package org.tucana.nn.metric;

/**
 * An interval of confidence.
 *
 * @param low lower end
 * @param high upper end; both are NaN where the figure is undefined
 * @param level how often such intervals hold the true value, for example 0.95
 */
public record Interval(double low, double high, double level) {
  public Interval {
    checkLevel(level);
  }

  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("interval: level must lie in (0, 1), got " + level);
    }
  }

  /** An interval of a figure that is undefined. */
  public static Interval undefined(double level) {
    return new Interval(Double.NaN, Double.NaN, level);
  }

  /**
   * The 95 % interval of a share by Wilson's score, which keeps its level for few trials and for
   * shares near 0 and 1.
   *
   * <p>With z = 1.96: centre (p + z^2 / 2n) / (1 + z^2 / n), half width z sqrt(p (1 - p) / n + z^2
   * / 4n^2) / (1 + z^2 / n). Source: Wilson, "Probable inference, the law of succession, and
   * statistical inference", 1927.
   *
   * @param successes from 0 to {@code trials}
   * @param trials number of trials; undefined without one
   */
  public static Interval wilson95(int successes, int trials) {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "interval: expected 0 <= successes <= trials, got " + successes + " of " + trials);
    }
    if (trials == 0) {
      return undefined(0.95);
    }
    double z = 1.959963984540054;
    double n = trials;
    double share = successes / n;
    double scale = 1 / (1 + z * z / n);
    double centre = scale * (share + z * z / (2 * n));
    double half = scale * z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    // At the ends the formula is exactly 0 or 1; rounding must not leave the range of shares.
    return new Interval(
        successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half, 0.95);
  }
}
