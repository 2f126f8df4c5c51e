package org.tucana.detection.report;

import java.util.List;
import java.util.Locale;
import org.tucana.detection.evaluation.OverlapKind;
import org.tucana.nn.metric.Interval;

/** Numbers and names as the page shows them. */
final class Figures {
  private Figures() {}

  /** Three decimals; a dash where the number is undefined. */
  static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Two decimals, for thresholds. */
  static String threshold(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Figure {@code index} of a line, with its interval where there is one. */
  static String withInterval(PrecisionRow row, int index) {
    List<Interval> intervals = row.intervals();
    String figure = number(row.figures()[index]);
    return intervals.isEmpty()
        ? figure
        : "%s (%s to %s)"
            .formatted(
                figure, number(intervals.get(index).low()), number(intervals.get(index).high()));
  }

  /** A count and its share of a whole. */
  static String countAndShare(int count, int whole) {
    return whole == 0
        ? Integer.toString(count)
        : String.format(Locale.ROOT, "%d (%.0f %%)", count, 100.0 * count / whole);
  }

  static String plural(OverlapKind kind) {
    return switch (kind) {
      case BOX -> "boxes";
      case MASK -> "masks";
    };
  }
}
