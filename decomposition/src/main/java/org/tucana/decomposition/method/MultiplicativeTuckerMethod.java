package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.nonnegative.NonnegativeRule;
import org.tucana.decomposition.nonnegative.NonnegativeTucker;

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
        NonnegativeTuckerMethod.settings(reader, x, "sthosvd").by(NonnegativeRule.MULTIPLICATIVE));
  }
}
