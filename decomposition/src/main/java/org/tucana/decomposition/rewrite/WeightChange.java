package org.tucana.decomposition.rewrite;

import java.util.List;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.decomposition.rank.RankChoice;

/**
 * A layer whose weight is no longer what it was.
 *
 * @param name full name in the network
 * @param weight what it was: {@code 3x3 64 to 64}
 * @param made what it became
 * @param modes the estimates behind its ranks; empty where there are none
 * @param evbmf what EVBMF estimates for the same modes, where the rule compares itself with it
 * @param reason why these numbers, in words
 * @param relativeError of what the new weight stands for
 * @param before numbers in its weight, a bias not counted
 * @param after the same as it is now
 */
public record WeightChange(
    String name,
    String weight,
    Alteration made,
    List<ModeEstimate> modes,
    List<ModeEstimate> evbmf,
    String reason,
    double relativeError,
    long before,
    long after) {
  public WeightChange {
    modes = List.copyOf(modes);
    evbmf = List.copyOf(evbmf);
  }

  /** A layer that became factors. */
  static WeightChange of(RankChoice choice, double relativeError) {
    return new WeightChange(
        choice.layer().name(),
        choice.layer().describe(),
        new Alteration.Factors(choice.form().orElseThrow()),
        choice.modes(),
        choice.evbmf(),
        choice.reason(),
        relativeError,
        choice.layer().parameters(),
        choice.parameters());
  }

  /** A layer that changed without estimates. */
  static WeightChange plain(
      String name,
      String weight,
      Alteration made,
      String reason,
      double relativeError,
      long before,
      long after) {
    return new WeightChange(
        name, weight, made, List.of(), List.of(), reason, relativeError, before, after);
  }

  /** Whether any rank is not what the rule estimated, but the nearest that the mode can have. */
  public boolean clamped() {
    return modes.stream().anyMatch(ModeEstimate::clamped);
  }
}
