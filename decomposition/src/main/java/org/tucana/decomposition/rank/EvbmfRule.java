package org.tucana.decomposition.rank;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code evbmf}: the rank of each mode's unfolding by {@link Evbmf}, 1 where all is noise. With
 * groups, the group of the greatest estimate decides.
 */
public final class EvbmfRule implements RankRuleProvider {
  public EvbmfRule() {}

  @Override
  public String name() {
    return "evbmf";
  }

  @Override
  public String example() {
    return "evbmf";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    RuleArgument.none(this, argument);
    return RankRule.perMode(EvbmfRule::estimate);
  }

  /** The estimates for a layer's modes. */
  static List<ModeEstimate> estimates(CandidateLayer layer) {
    return LayerMode.of(layer).stream().map(EvbmfRule::estimate).toList();
  }

  private static ModeEstimate estimate(LayerMode mode) {
    List<Evbmf> groups = mode.spectra().stream().map(Evbmf::of).toList();
    Evbmf greatest = groups.stream().max(Comparator.comparingInt(Evbmf::rank)).orElseThrow();
    return ModeEstimate.of(mode, greatest.rank(), OptionalDouble.of(greatest.noiseVariance()));
  }
}
