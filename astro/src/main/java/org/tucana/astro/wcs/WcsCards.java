package org.tucana.astro.wcs;

import java.util.Locale;
import org.tucana.astro.io.FitsHeader;
import org.tucana.core.type.FormatException;

/** Numbers of a header that says where its pixels lie. */
final class WcsCards {
  private WcsCards() {}

  static FormatException fault(String what) {
    return new FormatException("coordinates: " + what + "; correct the header");
  }

  /** A finite number; the given one where there is no such card. */
  static double number(FitsHeader header, String keyword, double otherwise) {
    double number;
    try {
      number = header.number(keyword).orElse(otherwise);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw fault(keyword + " is \"" + header.value(keyword).orElse("") + "\", expected a number");
    }
    return number;
  }

  /** Whether the header has a card of a two by two matrix. */
  static boolean hasAny(FitsHeader header, String matrix) {
    for (int i = 1; i <= 2; i++) {
      for (int j = 1; j <= 2; j++) {
        if (header.value(matrix + i + "_" + j).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many degrees the unit of an axis is. */
  static double degrees(FitsHeader header, String keyword) {
    String unit = header.value(keyword).orElse("deg").toLowerCase(Locale.ROOT);
    return switch (unit) {
      case "", "deg", "degree", "degrees" -> 1;
      case "arcmin" -> 1 / 60.0;
      case "arcsec" -> 1 / 3600.0;
      case "mas" -> 1 / 3_600_000.0;
      case "rad" -> Math.toDegrees(1);
      default -> throw fault(keyword + " is \"" + unit + "\", expected deg, arcmin, arcsec or rad");
    };
  }
}
