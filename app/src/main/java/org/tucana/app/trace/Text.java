package org.tucana.app.trace;

import java.util.Locale;
import org.tucana.detection.structure.Box;

/** Numbers as people read them, the same in every country. */
final class Text {
  private Text() {}

  static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  static String three(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  /** Corners with one decimal. */
  static String of(Box box) {
    return String.format(
        Locale.ROOT, "(%.1f, %.1f, %.1f, %.1f)", box.x1(), box.y1(), box.x2(), box.y2());
  }
}
