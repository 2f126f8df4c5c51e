package org.tucana.detection.maskrcnn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.TensorType;

/**
 * Plans of one network with one input, by the input's type without its leading axis. A plan serves
 * any leading size up to the one it was made for, a power of two; a larger one replaces it.
 */
final class PlanCache implements AutoCloseable {
  /** Plans hold memory: more sizes than this are not kept at a time. */
  private static final int MOST_PLANS = 4;

  private final Backend backend;
  private final Function<Tensor, List<Tensor>> network;
  private final Map<TensorType, Sized> plans = new LinkedHashMap<>(2 * MOST_PLANS, 0.75f, true);

  private record Sized(Plan plan, int rows) {}

  PlanCache(Backend backend, Function<Tensor, List<Tensor>> network) {
    this.backend = backend;
    this.network = network;
  }

  List<Tensor> run(EagerSession session, Tensor input) {
    TensorType key = input.type().withShape(input.shape().with(0, 1));
    int rows = input.dim(0);
    Sized sized = plans.get(key);
    if (sized == null || sized.rows < rows) {
      if (sized != null) {
        sized.plan.close();
      }
      int capacity = Math.max(1, Integer.highestOneBit(2 * rows - 1));
      sized = new Sized(compile(session, input, capacity), capacity);
      plans.put(key, sized);
      dropEldest();
    }
    return sized.plan.run(session, List.of(input));
  }

  private Plan compile(EagerSession session, Tensor input, int rows) {
    TensorType type = input.type().withShape(input.shape().with(0, rows));
    Program program = Program.trace(List.of(type), in -> network.apply(in.getFirst()));
    return backend.compile(program, new PlanOptions(session.numerics()));
  }

  private void dropEldest() {
    if (plans.size() > MOST_PLANS) {
      plans.remove(plans.keySet().iterator().next()).plan.close();
    }
  }

  @Override
  public void close() {
    plans.values().forEach(s -> s.plan.close());
    plans.clear();
  }
}
