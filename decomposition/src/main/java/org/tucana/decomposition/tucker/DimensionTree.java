package org.tucana.decomposition.tucker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.Shape;

/**
 * Where to cut lists of modes so that all projections of a sweep together cost least: each part of
 * a list is worked on with the tensor projected along the other part (a dimension tree; Kaya and
 * Ucar, "Parallel Candecomp/Parafac decomposition of sparse tensors using dimension trees", SISC
 * 40, 2018).
 */
final class DimensionTree {
  private final Map<Integer, Integer> ranks = new HashMap<>();
  private final Map<Integer, Double> kept = new HashMap<>();
  private final Map<List<Integer>, Double> least = new HashMap<>();

  private DimensionTree() {}

  /**
   * A tree for a sweep with these ranks.
   *
   * @param shape of the tensor
   * @param bases by mode
   */
  static DimensionTree of(Shape shape, Map<Integer, ModeBasis> bases) {
    DimensionTree tree = new DimensionTree();
    bases.forEach((mode, basis) -> {
      tree.ranks.put(mode, basis.rank());
      tree.kept.put(mode, (double) basis.rank() / shape.dim(mode));
    });
    return tree;
  }

  /** How many of two or more modes are the first part. */
  int cut(List<Integer> modes) {
    int best = 1;
    for (int cut = 2; cut < modes.size(); cut++) {
      best = cost(modes, cut) < cost(modes, best) ? cut : best;
    }
    return best;
  }

  /** Multiply-accumulates below a cut, for each element of the tensor that is cut. */
  private double cost(List<Integer> modes, int cut) {
    List<Integer> first = modes.subList(0, cut);
    List<Integer> second = modes.subList(cut, modes.size());
    return projection(second)
        + left(second) * leastCost(first)
        + projection(first)
        + left(first) * leastCost(second);
  }

  private double leastCost(List<Integer> modes) {
    if (modes.size() == 1) {
      return 0;
    }
    Double known = least.get(modes);
    if (known == null) {
      known = cost(modes, cut(modes));
      least.put(List.copyOf(modes), known);
    }
    return known;
  }

  /** Of projecting along modes one after the other. */
  private double projection(List<Integer> modes) {
    double elements = 1;
    double sum = 0;
    for (int mode : modes) {
      sum += elements * ranks.get(mode);
      elements *= kept.get(mode);
    }
    return sum;
  }

  /** The part of the elements that projecting along modes leaves. */
  private double left(List<Integer> modes) {
    return modes.stream().mapToDouble(kept::get).reduce(1, (a, b) -> a * b);
  }
}
