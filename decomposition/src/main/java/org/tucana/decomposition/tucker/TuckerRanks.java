package org.tucana.decomposition.tucker;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/**
 * The ranks of a Tucker decomposition.
 *
 * @param modes the modes to compress in the order to work on them; empty means all in their order
 * @param ranks one for each of these modes
 */
public record TuckerRanks(List<Integer> modes, List<Integer> ranks) implements TuckerTarget {
  public TuckerRanks {
    modes = List.copyOf(modes);
    ranks = List.copyOf(ranks);
  }

  /** One rank for each mode of the tensor. */
  public static TuckerRanks of(int... ranks) {
    return new TuckerRanks(List.of(), Arrays.stream(ranks).boxed().toList());
  }

  /** Ranks of some modes; the others are left whole. */
  public static TuckerRanks ofModes(SequencedMap<Integer, Integer> ranks) {
    return new TuckerRanks(List.copyOf(ranks.keySet()), List.copyOf(ranks.values()));
  }
}
