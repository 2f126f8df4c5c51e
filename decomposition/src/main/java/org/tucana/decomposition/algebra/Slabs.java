package org.tucana.decomposition.algebra;

import java.util.ArrayList;
import java.util.List;

/** Cuts an axis so that what is made of each piece stays small. */
final class Slabs {
  private Slabs() {}

  /**
   * Ranges {@code {from, to}} that cover an axis.
   *
   * @param size of the axis
   * @param perIndex elements at each index
   * @param most elements of a slab, unless a single index has more
   */
  static List<int[]> of(int size, long perIndex, long most) {
    int thickness = Math.clamp(most / Math.max(1, perIndex), 1, Math.max(1, size));
    List<int[]> ranges = new ArrayList<>();
    for (int from = 0; from < size; from += thickness) {
      ranges.add(new int[] {from, Math.min(size, from + thickness)});
    }
    return ranges;
  }
}
