package org.tucana.detection.structure;

import java.util.Objects;

/**
 * A mask of one object over a whole picture, row by row, 1 inside and 0 outside.
 *
 * <p>The array is held, not copied: whoever makes a mask gives the array away.
 *
 * @param height rows
 * @param width columns
 * @param pixels {@code height * width} bytes, each 0 or 1
 */
public record BinaryMask(int height, int width, byte[] pixels) {
  public BinaryMask {
    Objects.requireNonNull(pixels, "pixels");
    if (height < 0 || width < 0 || pixels.length != Math.multiplyExact(height, width)) {
      throw new IllegalArgumentException(
          "mask: " + height + "x" + width + " does not fit " + pixels.length + " pixels");
    }
  }

  /** An empty mask. */
  public static BinaryMask empty(int height, int width) {
    return new BinaryMask(height, width, new byte[Math.multiplyExact(height, width)]);
  }

  public boolean at(int y, int x) {
    return pixels[y * width + x] != 0;
  }

  /** Number of pixels inside. */
  public int area() {
    int n = 0;
    for (byte p : pixels) {
      n += p;
    }
    return n;
  }
}
