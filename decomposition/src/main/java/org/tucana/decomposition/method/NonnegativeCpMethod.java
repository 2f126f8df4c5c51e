package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.cp.CpAls;

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
