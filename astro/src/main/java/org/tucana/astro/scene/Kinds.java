package org.tucana.astro.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tucana.astro.data.StampSet;

/** Rows of a stamp set by class, so that rare classes are drawn as often as common ones. */
final class Kinds {
  private Kinds() {}

  /** One list of rows a class; stamps of unknown class are one more. */
  static List<int[]> of(StampSet stamps, int[] rows) {
    Map<OptionalInt, List<Integer>> byLabel = new LinkedHashMap<>();
    Arrays.stream(rows)
        .forEach(row ->
            byLabel.computeIfAbsent(stamps.row(row).label(), k -> new ArrayList<>()).add(row));
    return byLabel.values().stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
