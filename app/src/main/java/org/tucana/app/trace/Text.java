package org.tucana.app.trace;

import java.util.Locale;
import org.tucana.core.type.HostTensor;
import org.tucana.detection.structure.Box;

/** Numbers as people read them. */
final class Text {
  private Text() {}

  /** As {@code String.format}, the same in every country. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  static String two(double number) {
    return format("%.2f", number);
  }

  static String three(double number) {
    return format("%.3f", number);
  }

  /** Corners with one decimal. */
  static String of(Box box) {
    return format("(%.1f, %.1f, %.1f, %.1f)", box.x1(), box.y1(), box.x2(), box.y2());
  }

  /** Sizes with crosses between them. */
  static String shape(HostTensor tensor) {
    return tensor.shape().toString().replaceAll("[\\[\\]]", "").replace(",", " x ");
  }
}
