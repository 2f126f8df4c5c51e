package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.linear.Nmf;

/** {@link Nmf} for {@code --method nmf}. */
public final class NmfMethod implements DecompositionMethod {
  private static final int RESTARTS = 4;

  @Override
  public String name() {
    return "nmf";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    reader.refuseStart();
    return Nmf.decompose(
        x,
        reader.rank(),
        new Nmf.Settings(
            reader.restarts(x, RESTARTS), reader.sweeps(), reader.tolerance(x), request.seed()));
  }
}
