package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.nonnegative.NonnegativeTucker;
import org.tucana.decomposition.nonnegative.NonnegativeTuckerStart;

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
