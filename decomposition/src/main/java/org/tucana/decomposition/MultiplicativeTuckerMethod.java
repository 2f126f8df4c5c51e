package org.tucana.decomposition;

import org.tucana.core.Tensor;

/** {@link NonnegativeTucker} by multiplicative updates for {@code --method ntd-mu}. */
public final class MultiplicativeTuckerMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "ntd-mu";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    return NonnegativeTucker.decompose(
        x,
        reader.ranks(),
        NonnegativeTuckerMethod.settings(reader, x, request.seed())
            .by(NonnegativeRule.MULTIPLICATIVE)
            .from(new NonnegativeTuckerStart.SequentialHosvd()));
  }
}
