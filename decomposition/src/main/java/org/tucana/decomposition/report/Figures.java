package org.tucana.decomposition.report;

import java.util.Locale;
import java.util.OptionalDouble;
import org.tucana.decomposition.rewrite.Footprint;
import org.tucana.decomposition.rewrite.WeightChange;

/** Numbers as reports show them. */
final class Figures {
  private static final double MEGA = 1e6;

  private Figures() {}

  /** What a layer became, in numbers, and whether they are what was estimated. */
  static String numbers(WeightChange change) {
    return change.made().numbers() + (change.clamped() ? " clamped" : "");
  }

  /** In powers of 1000. */
  static String millions(long count) {
    return format("%.3f", count / MEGA);
  }

  /** In powers of 1024. */
  static String mebibytes(long bytes) {
    return format("%.2f", bytes / (double) (1 << 20));
  }

  /** Milliseconds; a dash where they were not measured. */
  static String millis(OptionalDouble value) {
    return value.isPresent() ? format("%.3f", value.getAsDouble()) : "–";
  }

  /** An error relative to 1. */
  static String error(double value) {
    return format("%.4f", value);
  }

  /** What is left of a count: {@code 58 %}, a dash where there was nothing. */
  static String share(long before, long after) {
    return share((double) before, (double) after);
  }

  /** What is left of the time; a dash where it was not measured. */
  static String millisShare(Footprint before, Footprint after) {
    return before.millis().isPresent() && after.millis().isPresent()
        ? share(before.millis().getAsDouble(), after.millis().getAsDouble())
        : "–";
  }

  private static String share(double before, double after) {
    return before > 0 ? format("%.0f %%", 100 * after / before) : "–";
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
