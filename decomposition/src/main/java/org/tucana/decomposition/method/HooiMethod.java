package org.tucana.decomposition.method;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.Hooi;
import org.tucana.decomposition.tucker.TuckerRanks;
import org.tucana.decomposition.tucker.TuckerTarget;

/**
 * {@link Hooi} for {@code --method hooi}: started from ST-HOSVD, and where that is cheap again from
 * HOSVD and at random.
 */
public final class HooiMethod implements DecompositionMethod {
  private static final int RESTARTS = 9;

  @Override
  public String name() {
    return "hooi";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = new RequestReader(name(), request);
    TuckerTarget target = reader.target();
    Hooi.Settings defaults = Hooi.Settings.defaults();
    Hooi.Settings settings =
        defaults
            .from(reader.start(starts()).orElse(defaults.start()))
            .withRestarts(target instanceof TuckerRanks ? reader.restarts(x, RESTARTS) : 0)
            .withSweeps(request.sweeps().orElse(defaults.sweeps()))
            .withTolerance(request.tolerance().orElse(defaults.tolerance()))
            .withSeed(request.seed());
    return Hooi.decompose(x, target, settings);
  }

  private static SequencedMap<String, Hooi.Start> starts() {
    SequencedMap<String, Hooi.Start> starts = new LinkedHashMap<>();
    starts.put("hosvd", Hooi.Start.HOSVD);
    starts.put("sthosvd", Hooi.Start.SEQUENTIAL_HOSVD);
    starts.put("random", Hooi.Start.RANDOM);
    return starts;
  }
}
