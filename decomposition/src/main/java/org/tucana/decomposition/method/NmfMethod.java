package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.linear.Nmf;

/** {@link Nmf} for {@code --method nmf}. */
public final class NmfMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "nmf";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    return Nmf.decompose(
        x,
        reader.rank(),
        new Nmf.Settings(reader.restarts(x), reader.sweeps(), reader.tolerance(x), request.seed()));
  }
}
