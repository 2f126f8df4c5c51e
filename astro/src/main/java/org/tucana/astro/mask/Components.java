package org.tucana.astro.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;

/**
 * The connected parts of a mask: pixels that touch by an edge or a corner belong together.
 *
 * <p>The array of labels is held, not copied: whoever reads it leaves it as it is.
 *
 * @param height rows
 * @param width columns
 * @param labels for each pixel, row by row, 0 outside and otherwise the number of its component,
 *     counted from 1 in the order of first pixels
 * @param components size and place of each, component n at index n - 1
 */
public record Components(int height, int width, int[] labels, List<Component> components) {
  public Components {
    components = List.copyOf(components);
  }

  /**
   * Size and place of one component.
   *
   * @param area pixels
   * @param box tight box
   * @param x mean column index of its pixels
   * @param y mean row index of its pixels
   */
  public record Component(int area, Box box, double x, double y) {}

  /** Finds the components of a mask. */
  public static Components of(BinaryMask mask) {
    return new Search(mask).run();
  }

  public int count() {
    return components.size();
  }

  /** The component of that number, from 1 on. */
  public Component component(int label) {
    return components.get(label - 1);
  }

  public int labelAt(int y, int x) {
    return labels[y * width + x];
  }

  /** The pixels of the component of that number. */
  public BinaryMask mask(int label) {
    byte[] pixels = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      pixels[i] = (byte) (labels[i] == label ? 1 : 0);
    }
    return new BinaryMask(height, width, pixels);
  }

  /** The pixels of each component of at least so many: indices row by row, rising. */
  public List<int[]> pixels(int leastArea) {
    int[][] pixels = new int[components.size()][];
    List<int[]> large = new ArrayList<>();
    for (int n = 0; n < pixels.length; n++) {
      if (components.get(n).area >= leastArea) {
        pixels[n] = new int[components.get(n).area];
        large.add(pixels[n]);
      }
    }
    int[] next = new int[pixels.length];
    for (int i = 0; i < labels.length; i++) {
      int n = labels[i] - 1;
      if (n >= 0 && pixels[n] != null) {
        pixels[n][next[n]++] = i;
      }
    }
    return large;
  }

  /** Floods one component after the other, with a stack of its own: recursion would overflow. */
  private static final class Search {
    private final BinaryMask mask;
    private final int[] labels;
    private final List<Component> components = new ArrayList<>();
    private int[] stack = new int[64];
    private int depth;

    Search(BinaryMask mask) {
      this.mask = mask;
      this.labels = new int[mask.pixels().length];
    }

    Components run() {
      for (int i = 0; i < labels.length; i++) {
        if (mask.pixels()[i] != 0 && labels[i] == 0) {
          components.add(flood(i, components.size() + 1));
        }
      }
      return new Components(mask.height(), mask.width(), labels, components);
    }

    private Component flood(int start, int label) {
      int width = mask.width();
      int area = 0;
      int left = width;
      int right = 0;
      int top = mask.height();
      int bottom = 0;
      long sumX = 0;
      long sumY = 0;
      push(start, label);
      while (depth > 0) {
        int pixel = stack[--depth];
        int y = pixel / width;
        int x = pixel % width;
        area++;
        sumX += x;
        sumY += y;
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y + 1);
        pushNeighbours(y, x, label);
      }
      return new Component(
          area, new Box(left, top, right, bottom), (double) sumX / area, (double) sumY / area);
    }

    private void pushNeighbours(int y, int x, int label) {
      int width = mask.width();
      for (int row = Math.max(0, y - 1); row <= Math.min(mask.height() - 1, y + 1); row++) {
        for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          int pixel = row * width + column;
          if (mask.pixels()[pixel] != 0 && labels[pixel] == 0) {
            push(pixel, label);
          }
        }
      }
    }

    private void push(int pixel, int label) {
      labels[pixel] = label;
      if (depth == stack.length) {
        stack = Arrays.copyOf(stack, 2 * stack.length);
      }
      stack[depth++] = pixel;
    }
  }
}
