package org.tucana.app.fuzz.mutation;

import java.util.Arrays;

/** Parts of byte arrays. */
final class Bytes {
  private Bytes() {}

  /** The file with bytes {@code from} to {@code to} exchanged for others. */
  static byte[] replaced(byte[] file, int from, int to, byte[] by) {
    byte[] changed = new byte[file.length - (to - from) + by.length];
    System.arraycopy(file, 0, changed, 0, from);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(file, to, changed, from + by.length, file.length - to);
    return changed;
  }

  /** Two arrays, one after the other. */
  static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
