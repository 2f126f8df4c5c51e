package org.tucana.app.trace;

import java.awt.Color;
import java.util.List;

/** Colours of lines on dark pictures, distinct to eyes that see red and green alike. */
final class Palette {
  /** Where something comes from: a proposal, an anchor. */
  static final Color BEFORE = new Color(0xFFB000);

  /** What became of it. */
  static final Color AFTER = new Color(0x5CE1FF);

  private static final List<Color> MANY =
      List.of(
          new Color(0x56B4E9),
          new Color(0xE69F00),
          new Color(0x2BD47D),
          new Color(0xF26FC0),
          new Color(0xF0E442));

  private Palette() {}

  /** One of five colours, again from the first after the last. */
  static Color of(int number) {
    return MANY.get(number % MANY.size());
  }

  /** A colour that lets through what lies below. */
  static Color faint(Color colour, double opacity) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
  }
}
