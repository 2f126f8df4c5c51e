package org.tucana.detection.config;

/** One form of refusal for all settings. */
final class Require {
  private Require() {}

  static void that(boolean holds, String key, String expected, Object got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "config: " + key + " is out of range, expected " + expected + ", got " + got);
    }
  }

  static void fraction(double value, String key) {
    that(value >= 0 && value <= 1, key, "a number in [0,1]", value);
  }

  static void positive(int value, String key) {
    that(value >= 1, key, "at least 1", value);
  }
}
