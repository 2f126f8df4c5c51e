package org.tucana.astro.data;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tucana.core.type.RandomKey;

/** Divides rows into k parts with the same mixture of classes each. */
final class StratifiedFolds {
  private StratifiedFolds() {}

  /**
   * The splits of a k-fold cross-validation: part i is held out in split i. The rows of each class
   * are shuffled and dealt out in turn, one class going on where the one before ended, so that both
   * classes and sizes of two parts differ by one row at most.
   *
   * @param rows row numbers
   * @param groups class of each row
   * @param k number of parts, at least 2
   * @param key decides which row goes where
   */
  static List<Split> of(int[] rows, List<String> groups, int k, RandomKey key) {
    if (k < 2 || k > rows.length) {
      throw new IllegalArgumentException(
          "folds: expected 2 to " + rows.length + " parts of " + rows.length + " rows, got " + k);
    }
    TreeMap<String, List<Integer>> byGroup = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      byGroup.computeIfAbsent(groups.get(i), name -> new ArrayList<>()).add(i);
    }
    int[] part = new int[rows.length];
    int next = 0;
    int stratum = 0;
    for (List<Integer> members : byGroup.values()) {
      for (int i :
          key.forPurpose("stamp-folds").atStep(stratum++).stream().permutation(members.size())) {
        part[members.get(i)] = next++ % k;
      }
    }
    return IntStream.range(0, k)
        .mapToObj(
            fold -> new Split(select(rows, part, fold, false), select(rows, part, fold, true)))
        .toList();
  }

  private static int[] select(int[] rows, int[] part, int fold, boolean inside) {
    return IntStream.range(0, rows.length)
        .filter(i -> part[i] == fold == inside)
        .map(i -> rows[i])
        .sorted()
        .toArray();
  }
}
