package org.tucana.decomposition.rank;

import java.util.List;

/**
 * The layers that may change, and the network around them.
 *
 * @param layers in the network's order
 * @param networkMacs multiply-accumulates of one pass of the whole network, these layers included
 */
public record RankCandidates(List<CandidateLayer> layers, long networkMacs) {
  public RankCandidates {
    layers = List.copyOf(layers);
    long own = layers.stream().mapToLong(CandidateLayer::macs).sum();
    if (networkMacs < own) {
      throw new IllegalArgumentException(
          "rank candidates: a network of " + networkMacs + " MACs cannot hold layers of " + own);
    }
  }

  /** MACs of what stays as it is. */
  public long otherMacs() {
    return networkMacs - layers.stream().mapToLong(CandidateLayer::macs).sum();
  }
}
