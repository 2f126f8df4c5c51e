package org.tucana.app;

import java.util.Locale;
import org.tucana.nn.metric.Difference;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Interval;

/** Figures of merit in words: value, interval, p. */
final class FigureText {
  private FigureText() {}

  static String of(Estimate estimate) {
    return number(estimate.value()) + between(estimate.interval());
  }

  static String of(Difference difference) {
    return String.format(Locale.ROOT, "%+.3f", difference.value())
        + between(difference.interval())
        + String.format(Locale.ROOT, ", p = %.3f", difference.p());
  }

  /** Three decimals; a dash where nothing defines the figure. */
  static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String between(Interval interval) {
    return Double.isNaN(interval.low())
        ? ""
        : String.format(Locale.ROOT, " (%.3f to %.3f)", interval.low(), interval.high());
  }
}
