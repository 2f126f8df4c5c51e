package org.tucana.decomposition.method;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.cp.CpAls;
import org.tucana.decomposition.cp.CpStart;

/** {@link CpAls} for {@code --method cp}. */
public final class CpMethod implements DecompositionMethod {
  private static final int RESTARTS = 4;

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
    SequencedMap<String, CpStart> starts = new LinkedHashMap<>();
    starts.put("svd", new CpStart.LeadingSingularVectors(seed));
    starts.put("random", new CpStart.Random(seed));
    return CpAls.Settings.defaults()
        .from(reader.start(starts).orElse(starts.firstEntry().getValue()))
        .withRestarts(reader.restarts(x, RESTARTS), seed)
        .withSweeps(reader.sweeps())
        .withTolerance(reader.tolerance(x));
  }
}
