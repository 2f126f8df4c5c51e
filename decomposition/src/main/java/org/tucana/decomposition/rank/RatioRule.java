package org.tucana.decomposition.rank;

import java.util.Optional;

/** {@code ratio:0.4}: this share of each mode's size, rounded, at least 1. */
public final class RatioRule implements RankRuleProvider {
  public RatioRule() {}

  @Override
  public String name() {
    return "ratio";
  }

  @Override
  public String example() {
    return "ratio:0.4";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    double share = RuleArgument.share(this, argument);
    return RankRule.perMode(
        mode -> ModeEstimate.of(mode, Math.toIntExact(Math.round(share * mode.size()))));
  }
}
