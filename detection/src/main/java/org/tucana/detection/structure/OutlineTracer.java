package org.tucana.detection.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks along the edges between pixels inside and outside of a mask, with the inside on the right
 * hand (y down), until each walk closes.
 */
final class OutlineTracer {
  /** Steps by direction: right, down, left, up. */
  private static final int[] STEP_X = {1, 0, -1, 0};

  private static final int[] STEP_Y = {0, 1, 0, -1};

  private final BinaryMask mask;

  /** Whether the upper edge of a pixel was walked; every closed walk has such an edge. */
  private final boolean[] walked;

  private float[] xy = new float[64];
  private int length;

  OutlineTracer(BinaryMask mask) {
    this.mask = mask;
    this.walked = new boolean[mask.pixels().length];
  }

  /** All closed walks, each beginning with the upper edge of a pixel, from top to bottom. */
  List<Polygon> loops() {
    List<Polygon> loops = new ArrayList<>();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (inside(x, y) && !inside(x, y - 1) && !walked[y * mask.width() + x]) {
          loops.add(walk(x, y));
        }
      }
    }
    return loops;
  }

  private Polygon walk(int startX, int startY) {
    int x = startX;
    int y = startY;
    int direction = 0;
    length = 0;
    add(x, y);
    do {
      if (direction == 0) {
        walked[y * mask.width() + x] = true;
      }
      x += STEP_X[direction];
      y += STEP_Y[direction];
      int next = turn(x, y, direction);
      if (next != direction) {
        add(x, y);
      }
      direction = next;
    } while (x != startX || y != startY || direction != 0);
    // A start in the middle of a straight line is a vertex all the same; one at a corner was added
    // a second time when the walk came back to it.
    boolean twice = xy[length - 2] == startX && xy[length - 1] == startY;
    return new Polygon(Arrays.copyOf(xy, twice ? length - 2 : length));
  }

  /** Left before straight on before right, so that pixels touching at a corner stay together. */
  private int turn(int x, int y, int direction) {
    for (int turn : new int[] {3, 0, 1}) {
      int next = (direction + turn) & 3;
      if (isEdge(x, y, next)) {
        return next;
      }
    }
    throw new IllegalStateException("outline: no edge goes on at " + x + ", " + y);
  }

  /** True where the step from a corner has the inside on its right and the outside on its left. */
  private boolean isEdge(int x, int y, int direction) {
    return switch (direction) {
      case 0 -> inside(x, y) && !inside(x, y - 1);
      case 1 -> inside(x - 1, y) && !inside(x, y);
      case 2 -> inside(x - 1, y - 1) && !inside(x - 1, y);
      default -> inside(x, y - 1) && !inside(x - 1, y - 1);
    };
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.at(y, x);
  }

  private void add(int x, int y) {
    if (length == xy.length) {
      xy = Arrays.copyOf(xy, 2 * length);
    }
    xy[length++] = x;
    xy[length++] = y;
  }
}
