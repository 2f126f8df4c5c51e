package org.tucana.nn.factor;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.type.Shape;
import org.tucana.nn.module.LayerForm;

/**
 * A rank of a form beside the greatest that makes a difference: with that, the factors can hold any
 * weight.
 *
 * @param key its name in files: {@code in}, {@code out}, {@code rank}, {@code ranks[0]}
 * @param rank what the form says
 * @param most the greatest for the weight
 */
public record BoundedRank(String key, int rank, long most) {
  /**
   * The ranks of a form for a weight of a kind that can have it.
   *
   * @param weight [Cout, Cin/G, R, S] of a convolution, [out, in] of a linear layer, for which a
   *     train's sizes multiply to out and in
   * @param groups G of a convolution, 1 of a linear layer
   */
  public static List<BoundedRank> of(LayerForm form, Shape weight, int groups) {
    int out = weight.dim(0) / groups;
    int in = weight.dim(1);
    return switch (form) {
      case LayerForm.Tucker2 tucker ->
          List.of(
              new BoundedRank(LayerFormReader.IN, tucker.in(), in),
              new BoundedRank(LayerFormReader.OUT, tucker.out(), out));
      case LayerForm.Svd(int rank) ->
          List.of(
              new BoundedRank(
                  LayerFormReader.RANK, rank, Math.min(weight.elements() / weight.dim(0), out)));
      case LayerForm.Cp(int rank) ->
          List.of(new BoundedRank(LayerFormReader.RANK, rank, mostTerms(weight)));
      case LayerForm.TensorTrain train -> of(train, weight.elements());
    };
  }

  /** One term for each fibre along the largest size writes any tensor. */
  private static long mostTerms(Shape weight) {
    int largest = 1;
    for (int size : weight.dims()) {
      largest = Math.max(largest, size);
    }
    return weight.elements() / largest;
  }

  /** The sizes of the matrix between the cores before a rank and those after it. */
  private static List<BoundedRank> of(LayerForm.TensorTrain train, long elements) {
    List<BoundedRank> ranks = new ArrayList<>();
    long before = 1;
    for (int k = 0; k < train.ranks().size(); k++) {
      before *= (long) train.in().get(k) * train.out().get(k);
      long most = Math.min(before, elements / before);
      ranks.add(new BoundedRank(LayerFormReader.RANKS + "[" + k + "]", train.ranks().get(k), most));
    }
    return ranks;
  }

  /** Whether the rank is larger than makes a difference. */
  public boolean isTooLarge() {
    return rank > most;
  }
}
