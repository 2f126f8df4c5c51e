package org.tucana.decomposition.rank;

import java.util.Optional;

/**
 * {@code energy:0.9}: the least rank that keeps this share of the squared singular values of each
 * mode's unfolding. With groups, the group that needs most decides.
 */
public final class EnergyRule implements RankRuleProvider {
  public EnergyRule() {}

  @Override
  public String name() {
    return "energy";
  }

  @Override
  public String example() {
    return "energy:0.9";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    double share = RuleArgument.share(this, argument);
    return RankRule.perMode(mode ->
        ModeEstimate.of(
            mode,
            mode.spectra().stream()
                .mapToInt(spectrum -> leastRank(spectrum, share))
                .max()
                .orElseThrow()));
  }

  private static int leastRank(Spectrum spectrum, double share) {
    double allowed = (1 - share) * spectrum.energy();
    double lost = 0;
    int rank = spectrum.values().length;
    while (rank > 1) {
      double value = spectrum.values()[rank - 1];
      lost += value * value;
      if (lost > allowed) {
        return rank;
      }
      rank--;
    }
    return rank;
  }
}
