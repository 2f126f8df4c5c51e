package org.tucana.decomposition.rank;

import java.util.List;
import java.util.Optional;

/**
 * The layers that may change, and the network around them.
 *
 * @param layers in the network's order
 * @param networkMacs multiply-accumulates of one pass of the whole network, these layers included
 * @param probe measures times, where the network can be run
 */
public record RankCandidates(
    List<CandidateLayer> layers, long networkMacs, Optional<LatencyProbe> probe) {
  public RankCandidates {
    layers = List.copyOf(layers);
    long own = layers.stream().mapToLong(CandidateLayer::macs).sum();
    if (networkMacs < own) {
      throw new IllegalArgumentException(
          "rank candidates: a network of " + networkMacs + " MACs cannot hold layers of " + own);
    }
  }

  /** Layers of a network that is not run. */
  public RankCandidates(List<CandidateLayer> layers, long networkMacs) {
    this(layers, networkMacs, Optional.empty());
  }

  /** The same with a way to measure times. */
  public RankCandidates with(LatencyProbe how) {
    return new RankCandidates(layers, networkMacs, Optional.of(how));
  }

  /** MACs of what stays as it is. */
  public long otherMacs() {
    return networkMacs - layers.stream().mapToLong(CandidateLayer::macs).sum();
  }
}
