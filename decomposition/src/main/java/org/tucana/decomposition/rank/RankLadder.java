package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ways to store a layer that are worth having, from the layer as it is down to the fewest
 * multiply-accumulates: the lower convex hull of loss against cost, so that each step down costs
 * more loss per multiply-accumulate than the one before.
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
   * @param macs of one pass
   * @param loss of the weight
   */
  record Rung(List<Integer> ranks, long macs, double loss) {}

  static RankLadder of(CandidateLayer layer) {
    List<Rung> rungs = new ArrayList<>();
    addAll(layer, rungs);
    rungs.removeIf(rung -> rung.macs >= layer.macs());
    rungs.add(new Rung(List.of(), layer.macs(), 0));
    return new RankLadder(layer, lowerHull(rungs).reversed());
  }

  /** Every pair of ranks, or every rank. */
  private static void addAll(CandidateLayer layer, List<Rung> rungs) {
    List<LayerMode> modes = LayerMode.of(layer);
    double[] first = losses(modes.getFirst());
    if (modes.size() == 1) {
      for (int rank = 1; rank <= first.length; rank++) {
        rungs.add(rung(layer, List.of(rank), first[rank - 1]));
      }
      return;
    }
    double[] second = losses(modes.getLast());
    for (int in = 1; in <= first.length; in++) {
      for (int out = 1; out <= second.length; out++) {
        rungs.add(rung(layer, List.of(in, out), first[in - 1] + second[out - 1]));
      }
    }
  }

  private static Rung rung(CandidateLayer layer, List<Integer> ranks, double loss) {
    return new Rung(ranks, layer.macs(LayerMode.form(layer, ranks)), loss);
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
    rungs.sort(Comparator.comparingLong(Rung::macs).thenComparingDouble(Rung::loss));
    List<Rung> hull = new ArrayList<>();
    for (Rung rung : rungs) {
      if (!hull.isEmpty() && hull.getLast().macs == rung.macs) {
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
    return (middle.loss - left.loss) * (right.macs - left.macs)
        < (right.loss - left.loss) * (middle.macs - left.macs);
  }
}
