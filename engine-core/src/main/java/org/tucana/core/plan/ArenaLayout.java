package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places for values that live for a while in one piece of memory: values whose lives overlap do not
 * overlap in memory. Large values are placed first, each at the lowest place that is free for its
 * life (greedy by size, Pisarchyk and Lee 2020).
 *
 * @param offsets for each value where it begins
 * @param length elements in all
 * @param live the most elements that are alive at a time: no layout is shorter
 */
record ArenaLayout(Map<Integer, Integer> offsets, int length, long live) {
  /** Values begin at multiples of a cache line of floats. */
  private static final int ALIGNMENT = 16;

  /**
   * One value.
   *
   * @param value its number
   * @param elements its size
   * @param first the step that writes it
   * @param last the last step that reads it
   */
  record Life(int value, int elements, int first, int last) {
    boolean overlaps(Life other) {
      return first <= other.last && other.first <= last;
    }
  }

  static ArenaLayout of(List<Life> lives) {
    List<Life> order = new ArrayList<>(lives);
    order.sort(Comparator.comparingInt(Life::elements).reversed().thenComparingInt(Life::value));
    Map<Integer, Integer> offsets = new HashMap<>();
    List<Life> placed = new ArrayList<>();
    int length = 0;
    for (Life life : order) {
      int offset = lowest(life, placed, offsets);
      offsets.put(life.value(), offset);
      length = Math.max(length, Math.addExact(offset, life.elements()));
      int position = placed.size();
      while (position > 0 && offsets.get(placed.get(position - 1).value()) > offset) {
        position--;
      }
      placed.add(position, life); // by rising offset
    }
    return new ArenaLayout(offsets, length, live(lives));
  }

  private static long live(List<Life> lives) {
    long most = 0;
    for (Life at : lives) {
      // The number of living values only rises where one begins.
      long alive = 0;
      for (Life life : lives) {
        alive += life.first <= at.first && at.first <= life.last ? life.elements : 0;
      }
      most = Math.max(most, alive);
    }
    return most;
  }

  private static int lowest(Life life, List<Life> placed, Map<Integer, Integer> offsets) {
    int offset = 0;
    for (Life other : placed) {
      if (!other.overlaps(life)) {
        continue;
      }
      int start = offsets.get(other.value());
      if (offset + (long) life.elements() <= start) {
        break;
      }
      int end = start + other.elements();
      offset = Math.max(offset, (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }
    return offset;
  }
}
