package org.tucana.decomposition.method;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
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
    return NonnegativeTucker.decompose(x, reader.ranks(), settings(reader, x, "random"));
  }

  /** Starts once: the optima of different starts differ by little. */
  static NonnegativeTucker.Settings settings(RequestReader reader, Tensor x, String usual) {
    SequencedMap<String, NonnegativeTuckerStart> starts = new LinkedHashMap<>();
    starts.put("random", new NonnegativeTuckerStart.Random(reader.request().seed()));
    starts.put("sthosvd", new NonnegativeTuckerStart.SequentialHosvd());
    return NonnegativeTucker.Settings.defaults()
        .from(reader.start(starts).orElse(starts.get(usual)))
        .withSweeps(reader.sweeps())
        .withTolerance(reader.tolerance(x));
  }
}
