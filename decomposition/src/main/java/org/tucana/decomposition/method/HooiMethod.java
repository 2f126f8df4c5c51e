package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.Hooi;

/** {@link Hooi} for {@code --method hooi}, started from ST-HOSVD. */
public final class HooiMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "hooi";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    Hooi.Settings defaults = Hooi.Settings.defaults();
    Hooi.Settings settings =
        defaults
            .withSweeps(request.sweeps().orElse(defaults.sweeps()))
            .withTolerance(request.tolerance().orElse(defaults.tolerance()))
            .withSeed(request.seed());
    return Hooi.decompose(x, TuckerRequest.target(name(), request), settings);
  }
}
