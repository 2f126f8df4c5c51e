package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The ways to store a layer that are worth having, from the layer as it is down to the cheapest:
 * the lower convex hull of loss against cost, so that each step down costs more loss per unit of
 * cost than the one before. Cost is whatever a budget counts: multiply-accumulates, milliseconds.
 *
 * <p>The loss is minus the logarithm of the share of the squared weight that each mode keeps, added
 * up over the modes. Where little is lost that is the squared relative error (its bound by the
 * modes' tails); but it has no limit, so that a layer that keeps nothing is never a bargain: a
 * network is no better than its worst layer.
 *
 * @param layer the layer
 * @param rungs the first is the layer as it is
 */
record RankLadder(CandidateLayer layer, List<Rung> rungs) {
  /**
   * A way to store the layer.
   *
   * @param ranks one for each of {@link LayerMode#of}; empty for the layer as it is
   * @param cost of one pass
   * @param loss of the weight
   */
  record Rung(List<Integer> ranks, double cost, double loss) {}

  /** By multiply-accumulates, with all ranks there are. */
  static RankLadder ofMacs(CandidateLayer layer) {
    return of(
        layer,
        (double) layer.macs(),
        allRanks(LayerMode.of(layer)),
        ranks -> (double) layer.macs(LayerMode.form(layer, ranks)));
  }

  /**
   * By measured times, with the ranks that were measured; without those that save no
   * multiply-accumulates, which only a disturbed measurement could call faster.
   */
  static RankLadder of(CandidateLayer layer, Latencies.OfLayer times) {
    return of(
        layer,
        times.whole(),
        times.factored().sequencedKeySet().stream()
            .filter(ranks -> layer.macs(LayerMode.form(layer, ranks)) < layer.macs())
            .toList(),
        ranks -> times.factored().get(ranks));
  }

  private static RankLadder of(
      CandidateLayer layer,
      double whole,
      Collection<List<Integer>> choices,
      ToDoubleFunction<List<Integer>> cost) {
    List<double[]> losses = LayerMode.of(layer).stream().map(RankLadder::losses).toList();
    List<Rung> rungs = new ArrayList<>();
    for (List<Integer> ranks : choices) {
      double loss = 0;
      for (int i = 0; i < ranks.size(); i++) {
        loss += losses.get(i)[ranks.get(i) - 1];
      }
      rungs.add(new Rung(ranks, cost.applyAsDouble(ranks), loss));
    }
    rungs.removeIf(rung -> rung.cost >= whole);
    rungs.add(new Rung(List.of(), whole, 0));
    return new RankLadder(layer, lowerHull(rungs).reversed());
  }

  /** Every pair of ranks, or every rank. */
  private static List<List<Integer>> allRanks(List<LayerMode> modes) {
    List<List<Integer>> all = new ArrayList<>();
    for (int first = 1; first <= modes.getFirst().size(); first++) {
      if (modes.size() == 1) {
        all.add(List.of(first));
      } else {
        for (int second = 1; second <= modes.getLast().size(); second++) {
          all.add(List.of(first, second));
        }
      }
    }
    return all;
  }

  /** The loss of a mode at ranks 1, 2 ... */
  private static double[] losses(LayerMode mode) {
    List<Spectrum> groups = mode.spectra();
    double energy = groups.stream().mapToDouble(Spectrum::energy).sum();
    return IntStream.rangeClosed(1, mode.size())
        .mapToDouble(rank -> groups.stream().mapToDouble(group -> group.tail(rank)).sum() / energy)
        .map(lost -> -Math.log1p(-lost))
        .toArray();
  }

  /** By rising cost; from the cheapest to the one without loss. */
  private static List<Rung> lowerHull(List<Rung> rungs) {
    rungs.sort(Comparator.comparingDouble(Rung::cost).thenComparingDouble(Rung::loss));
    List<Rung> hull = new ArrayList<>();
    for (Rung rung : rungs) {
      if (!hull.isEmpty() && hull.getLast().cost == rung.cost) {
        continue;
      }
      while (hull.size() > 1 && !isBelow(hull.get(hull.size() - 2), hull.getLast(), rung)) {
        hull.removeLast();
      }
      hull.add(rung);
    }
    return hull;
  }

  /** Whether the middle one lies below the line through the others. */
  private static boolean isBelow(Rung left, Rung middle, Rung right) {
    return (middle.loss - left.loss) * (right.cost - left.cost)
        < (right.loss - left.loss) * (middle.cost - left.cost);
  }
}
