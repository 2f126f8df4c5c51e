package org.tucana.decomposition;

import org.tucana.core.Tensor;

/** {@link NonnegativeTucker} by HALS for {@code --method ntd}. */
public final class NonnegativeTuckerMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "ntd";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    return NonnegativeTucker.decompose(x, reader.ranks(), settings(reader, x, request.seed()));
  }

  /** Once, from random parts: the optima of different starts differ by little. */
  static NonnegativeTucker.Settings settings(RequestReader reader, Tensor x, long seed) {
    return NonnegativeTucker.Settings.defaults()
        .from(new NonnegativeTuckerStart.Random(seed))
        .withSweeps(reader.sweeps())
        .withTolerance(reader.tolerance(x));
  }
}
