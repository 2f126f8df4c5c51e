package org.tucana.detection.config;

/** Bound of layer widths: settings from a file must not ask for absurd amounts of memory. */
final class Widths {
  static final int LARGEST = 8192;

  private Widths() {}
}
