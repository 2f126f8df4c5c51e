package org.tucana.decomposition;

import org.tucana.core.Tensor;

/** {@link CpAls} with nonnegative factors for {@code --method cp-nonnegative}. */
public final class NonnegativeCpMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "cp-nonnegative";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    return CpAls.decompose(
        x, reader.rank(), CpMethod.settings(reader, x, request.seed()).withNonnegativeFactors());
  }
}
