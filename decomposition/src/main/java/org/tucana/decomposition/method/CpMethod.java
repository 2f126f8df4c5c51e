package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.cp.CpAls;
import org.tucana.decomposition.cp.CpStart;

/** {@link CpAls} for {@code --method cp}. */
public final class CpMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "cp";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    return CpAls.decompose(x, reader.rank(), settings(reader, x, request.seed()));
  }

  /** From leading singular vectors, and again from random factors where that is cheap. */
  static CpAls.Settings settings(RequestReader reader, Tensor x, long seed) {
    return CpAls.Settings.defaults()
        .from(new CpStart.LeadingSingularVectors(seed))
        .withRestarts(reader.restarts(x), seed)
        .withSweeps(reader.sweeps())
        .withTolerance(reader.tolerance(x));
  }
}
