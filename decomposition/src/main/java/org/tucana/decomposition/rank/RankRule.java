package org.tucana.decomposition.rank;

import java.util.List;
import java.util.function.Function;

/** Decides how the layers of a network are stored. */
@FunctionalInterface
public interface RankRule {
  /**
   * One choice a layer, in the order of the layers.
   *
   * @throws org.tucana.core.type.TucanaException where the layers do not allow one, in words
   */
  List<RankChoice> choose(RankCandidates candidates);

  /** A rule that looks at one layer at a time. */
  static RankRule perLayer(Function<CandidateLayer, RankChoice> rule) {
    return candidates -> candidates.layers().stream().map(rule).toList();
  }

  /**
   * A rule that looks at one mode of one layer at a time: at the input and at the output channels
   * of a k x k convolution, at the one inner width of a 1x1 convolution or a linear layer (see
   * {@link LayerMode#of}).
   */
  static RankRule perMode(Function<LayerMode, ModeEstimate> rule) {
    return perLayer(layer -> RankChoice.of(layer, LayerMode.of(layer).stream().map(rule).toList()));
  }
}
