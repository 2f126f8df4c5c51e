package org.tucana.decomposition.rank;

import java.util.Optional;

/**
 * {@code fixed:15}: this rank everywhere; a mode that is smaller keeps its size, and says that it
 * was clamped, so that one number serves a network whose first layer has three channels.
 */
public final class FixedRule implements RankRuleProvider {
  public FixedRule() {}

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public String example() {
    return "fixed:15";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    int rank = RuleArgument.count(this, argument);
    return RankRule.perMode(mode -> ModeEstimate.of(mode, rank));
  }
}
