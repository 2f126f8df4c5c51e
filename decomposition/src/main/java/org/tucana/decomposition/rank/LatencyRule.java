package org.tucana.decomposition.rank;

import java.util.List;
import java.util.Optional;
import org.tucana.core.type.FormatException;

/**
 * {@code latency:0.5}: at most this share of the time that the network takes as it is, layers that
 * may not change included, at the least loss of the weights, see {@link RankBudget}. Times are
 * measured on the backend that the network is on, over a grid of ranks; a layer that no ranks of
 * the grid make faster stays as it is.
 */
public final class LatencyRule implements RankRuleProvider {
  public LatencyRule() {}

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String example() {
    return "latency:0.5";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    double share = RuleArgument.share(this, argument);
    return candidates -> {
      LatencyProbe probe =
          candidates
              .probe()
              .orElseThrow(() ->
                  new FormatException(
                      "ranks: latency:"
                          + share
                          + " is measured while a network runs, which nothing does here; use it"
                          + " with compress, or choose macs"));
      List<CandidateLayer> layers = candidates.layers();
      Latencies times = probe.measure(layers);
      return new RankBudget(name(), share, times.network(), times.others(layers), "time")
          .choose(layers.stream().map(layer -> RankLadder.of(layer, times.of(layer))).toList());
    };
  }
}
