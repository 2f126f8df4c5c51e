package org.tucana.decomposition.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ways to store a layer that are worth having, from the layer as it is down to the fewest
 * multiply-accumulates: the lower convex hull of error against cost, so that each step down costs
 * more error per multiply-accumulate than the one before.
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
   * @param error the squared relative error of the weight: at most what the modes lose one by one,
   *     added up
   */
  record Rung(List<Integer> ranks, long macs, double error) {}

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

  private static Rung rung(CandidateLayer layer, List<Integer> ranks, double error) {
    return new Rung(ranks, layer.macs(LayerMode.form(layer, ranks)), error);
  }

  /** The share of the squared weight that ranks 1, 2 ... of a mode lose. */
  private static double[] losses(LayerMode mode) {
    List<Spectrum> groups = mode.spectra();
    double energy = groups.stream().mapToDouble(Spectrum::energy).sum();
    return IntStream.rangeClosed(1, mode.size())
        .mapToDouble(rank -> groups.stream().mapToDouble(group -> group.tail(rank)).sum() / energy)
        .toArray();
  }

  /** By rising cost; from the cheapest to the one without error. */
  private static List<Rung> lowerHull(List<Rung> rungs) {
    rungs.sort(Comparator.comparingLong(Rung::macs).thenComparingDouble(Rung::error));
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
    return (middle.error - left.error) * (right.macs - left.macs)
        < (right.error - left.error) * (middle.macs - left.macs);
  }
}
