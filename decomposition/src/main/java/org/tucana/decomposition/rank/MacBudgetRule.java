package org.tucana.decomposition.rank;

import java.util.Optional;

/**
 * {@code macs:0.5}: at most this share of the whole network's multiply-accumulates, layers that may
 * not change included, at the least loss of the weights, see {@link RankBudget}.
 */
public final class MacBudgetRule implements RankRuleProvider {
  public MacBudgetRule() {}

  @Override
  public String name() {
    return "macs";
  }

  @Override
  public String example() {
    return "macs:0.5";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    double share = RuleArgument.share(this, argument);
    return candidates ->
        new RankBudget(
                name(),
                share,
                (double) candidates.networkMacs(),
                (double) candidates.otherMacs(),
                "multiply-accumulates")
            .choose(candidates.layers().stream().map(RankLadder::ofMacs).toList());
  }
}
