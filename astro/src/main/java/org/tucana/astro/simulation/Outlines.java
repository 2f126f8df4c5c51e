package org.tucana.astro.simulation;

import java.util.Arrays;
import org.tucana.detection.structure.BinaryMask;

/** Small operations on outlines. */
public final class Outlines {
  private Outlines() {}

  /** The mask with every hole filled: what the border cannot reach (by edges) becomes inside. */
  public static BinaryMask withoutHoles(BinaryMask mask) {
    int height = mask.height();
    int width = mask.width();
    byte[] filled = new byte[height * width];
    Arrays.fill(filled, (byte) 1);
    int[] stack = new int[height * width];
    int top = 0;
    for (int i = 0; i < filled.length; i++) {
      int y = i / width;
      int x = i % width;
      boolean border = y == 0 || x == 0 || y == height - 1 || x == width - 1;
      if (border && mask.pixels()[i] == 0) {
        filled[i] = 0;
        stack[top++] = i;
      }
    }
    while (top > 0) {
      int i = stack[--top];
      int y = i / width;
      int x = i % width;
      int[] neighbours = {
        y > 0 ? i - width : i,
        y < height - 1 ? i + width : i,
        x > 0 ? i - 1 : i,
        x < width - 1 ? i + 1 : i
      };
      for (int n : neighbours) {
        if (filled[n] != 0 && mask.pixels()[n] == 0) {
          filled[n] = 0;
          stack[top++] = n;
        }
      }
    }
    return new BinaryMask(height, width, filled);
  }
}
