package org.tucana.app;

import java.util.Locale;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Interval;

/** Figures of merit in words: value, interval, p. */
public final class FigureText {
  private FigureText() {}

  /** A figure with its interval. */
  public static String of(Estimate estimate) {
    return number(estimate.value()) + between(estimate.interval());
  }

  /** A difference with its interval and p. */
  public static String of(Difference difference) {
    return String.format(Locale.ROOT, "%+.3f", difference.value())
        + between(difference.interval())
        + String.format(Locale.ROOT, ", p = %.3f", difference.p());
  }

  /** Three decimals; a dash where nothing defines the figure. */
  public static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String between(Interval interval) {
    return Double.isNaN(interval.low())
        ? ""
        : String.format(Locale.ROOT, " (%.3f to %.3f)", interval.low(), interval.high());
  }
}
