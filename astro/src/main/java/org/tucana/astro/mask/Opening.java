package org.tucana.astro.mask;

import org.tucana.detection.structure.BinaryMask;

/** Removes from a mask what is thinner than three pixels (an opening by a 3x3 square). */
final class Opening {
  private static final int SIDE = 3;

  private Opening() {}

  /** The union of all 3x3 squares that lie inside a mask. */
  static BinaryMask of(BinaryMask mask) {
    BinaryMask opened = BinaryMask.empty(mask.height(), mask.width());
    for (int y = 0; y + SIDE <= mask.height(); y++) {
      for (int x = 0; x + SIDE <= mask.width(); x++) {
        if (holdsSquare(mask, y, x)) {
          setSquare(opened, y, x);
        }
      }
    }
    return opened;
  }

  private static boolean holdsSquare(BinaryMask mask, int top, int left) {
    for (int y = top; y < top + SIDE; y++) {
      for (int x = left; x < left + SIDE; x++) {
        if (!mask.at(y, x)) {
          return false;
        }
      }
    }
    return true;
  }

  private static void setSquare(BinaryMask mask, int top, int left) {
    for (int y = top; y < top + SIDE; y++) {
      for (int x = left; x < left + SIDE; x++) {
        mask.pixels()[y * mask.width() + x] = 1;
      }
    }
  }
}
