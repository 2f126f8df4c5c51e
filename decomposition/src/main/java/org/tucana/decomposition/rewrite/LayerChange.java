package org.tucana.decomposition.rewrite;

import java.util.List;
import org.tucana.decomposition.rank.ModeEstimate;
import org.tucana.nn.module.LayerForm;

/**
 * A layer that became factors.
 *
 * @param name full name in the network
 * @param weight what it was: {@code 3x3 64 to 64}
 * @param form what it became
 * @param modes the estimates behind its ranks; empty where they were given
 * @param evbmf what EVBMF estimates for the same modes, where the rule compares itself with it
 * @param reason why these ranks, in words
 * @param relativeError of the weight that the factors stand for
 * @param before its cost as one weight
 * @param after its cost as factors
 */
public record LayerChange(
    String name,
    String weight,
    LayerForm form,
    List<ModeEstimate> modes,
    List<ModeEstimate> evbmf,
    String reason,
    double relativeError,
    Footprint before,
    Footprint after) {
  public LayerChange {
    modes = List.copyOf(modes);
    evbmf = List.copyOf(evbmf);
  }

  /** Whether any rank is not what the rule estimated, but the nearest that the mode can have. */
  public boolean clamped() {
    return modes.stream().anyMatch(ModeEstimate::clamped);
  }

  /** The ranks alone, as tables show them: {@code 23, 22}. */
  public String ranks() {
    return switch (form) {
      case LayerForm.Tucker2(int in, int out) -> in + ", " + out;
      case LayerForm.Svd(int rank) -> Integer.toString(rank);
      case LayerForm.Cp(int rank) -> Integer.toString(rank);
      case LayerForm.TensorTrain train -> train.ranks().toString().replaceAll("[\\[\\]]", "");
    };
  }
}
