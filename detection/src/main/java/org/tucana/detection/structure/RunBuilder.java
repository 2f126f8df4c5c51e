package org.tucana.detection.structure;

import java.util.Arrays;

/** Collects run lengths in COCO's order; neighbours of one kind become one run. */
final class RunBuilder {
  private int[] counts;
  private int last;

  /**
   * @param capacity how many runs are expected; more are taken too
   */
  RunBuilder(int capacity) {
    counts = new int[Math.max(1, capacity)];
  }

  /** So many more pixels inside or outside. */
  void add(boolean inside, int length) {
    if (length > 0 && inside != ((last & 1) == 1)) {
      last++;
      if (last == counts.length) {
        counts = Arrays.copyOf(counts, 2 * counts.length);
      }
    }
    counts[last] += length;
  }

  /** The mask; what was added must fill the picture. */
  RunLength finish(PictureSize picture) {
    return new RunLength(picture.height(), picture.width(), Arrays.copyOf(counts, last + 1));
  }
}
