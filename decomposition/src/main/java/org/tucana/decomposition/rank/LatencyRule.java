package org.tucana.decomposition.rank;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tucana.core.type.FormatException;

/**
 * {@code latency:0.5}: at most this share of the time that the network takes as it is, layers that
 * may not change included, at the least loss of the weights, see {@link RankBudget}. Times are
 * measured on the backend that the network is on, over a grid of ranks; a layer that no ranks of
 * the grid make faster stays as it is.
 *
 * <p>Times of many layers measured one by one promise too much: some were measured too fast, and
 * those are the ones that a budget takes. So the network with the chosen ranks is timed beside the
 * network as it is, and where it takes more than its share, the budget is tightened by as much.
 */
public final class LatencyRule implements RankRuleProvider {
  /** Times that agree as well as this are not told apart. */
  private static final double SAME = 1.01;

  private static final int ROUNDS = 6;

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
      return choose(share, candidates.layers(), probe);
    };
  }

  private List<RankChoice> choose(double share, List<CandidateLayer> layers, LatencyProbe probe) {
    Latencies times = probe.measure(layers);
    List<RankLadder> ladders =
        layers.stream().map(layer -> RankLadder.of(layer, times.of(layer))).toList();
    RankBudget budget =
        new RankBudget(name(), share, times.network(), times.others(layers), "time");
    List<RankChoice> choices = budget.choose(ladders);
    for (int round = 0; round < ROUNDS; round++) {
      double measured = probe.share(choices);
      if (measured <= SAME * share) {
        return choices;
      }
      double least = budget.leastShare(ladders);
      if (budget.share() <= least) {
        throw new FormatException(
            String.format(
                Locale.ROOT,
                "ranks: latency:%s cannot be reached: with these %d layers at their cheapest the"
                    + " network was measured at %.3f of its time; ask for more, or let more layers"
                    + " change",
                share,
                layers.size(),
                measured));
      }
      budget = budget.withShare(Math.max(least, budget.share() * share / measured));
      choices = budget.choose(ladders);
    }
    return choices;
  }
}
