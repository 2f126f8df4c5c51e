package org.tucana.decomposition.rank;

import java.util.Optional;
import org.tucana.nn.module.LayerForm;

/** A rule of one's own: half of a convolution's smaller side; other layers stay. */
public final class HalfOfTheSmallerSide implements RankRuleProvider {
  public HalfOfTheSmallerSide() {}

  @Override
  public String name() {
    return "half";
  }

  @Override
  public String example() {
    return "half";
  }

  @Override
  public RankRule rule(Optional<String> argument) {
    return RankRule.perLayer(layer -> {
      if (layer.kernelElements() == 1) {
        return RankChoice.leave(layer, "half is for kernels larger than 1x1");
      }
      int smaller = Math.min(layer.inChannels(), layer.outChannels());
      int rank = Math.max(1, smaller / 2);
      return RankChoice.of(layer, new LayerForm.Tucker2(rank, rank), "half of " + smaller);
    });
  }
}
