package org.tucana.astro.io;

import java.util.Locale;
import java.util.OptionalInt;

/** Which image of a FITS file is meant. */
public sealed interface UnitChoice {
  /** The first image that has data. */
  record First() implements UnitChoice {}

  /**
   * By place.
   *
   * @param number 0 for the primary unit, 1 for the first extension
   */
  record Numbered(int number) implements UnitChoice {}

  /**
   * By name.
   *
   * @param name value of EXTNAME, in capitals; PRIMARY is the primary unit too
   * @param version value of EXTVER; any where empty
   */
  record Named(String name, OptionalInt version) implements UnitChoice {
    public Named {
      name = name.toUpperCase(Locale.ROOT);
    }
  }

  /** What is asked for, as the user wrote it. */
  default String text() {
    return switch (this) {
      case First _ -> "";
      case Numbered n -> Integer.toString(n.number);
      case Named n -> n.name + (n.version.isPresent() ? "," + n.version.getAsInt() : "");
    };
  }
}
