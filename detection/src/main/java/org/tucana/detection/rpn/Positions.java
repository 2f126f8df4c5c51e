package org.tucana.detection.rpn;

import java.util.Arrays;

/** A growing list of positions. */
final class Positions {
  private int[] values = new int[0];

  /** Appends positions, each moved by {@code shift}. */
  void add(int[] more, int shift) {
    int old = values.length;
    values = Arrays.copyOf(values, old + more.length);
    for (int i = 0; i < more.length; i++) {
      values[old + i] = more[i] + shift;
    }
  }

  int size() {
    return values.length;
  }

  int[] toArray() {
    return values;
  }
}
