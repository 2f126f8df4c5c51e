package org.tucana.detection.maskrcnn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
 * any leading size up to the one it was made for, a power of two; a larger one replaces it. A row's
 * bits do not depend on how many there are, nor on how many there were before. Plans hold memory:
 * of many types, the one that was used least lately makes room before another is made.
 */
final class PlanCache implements AutoCloseable {
  private final Backend backend;
  private final Function<Tensor, List<Tensor>> network;
  private final int most;
  private final SequencedMap<TensorType, Sized> plans = new LinkedHashMap<>(16, 0.75f, true);

  private record Sized(Plan plan, int rows) {}

  /**
   * @param most how many plans are kept at a time
   */
  PlanCache(Backend backend, Function<Tensor, List<Tensor>> network, int most) {
    this.backend = backend;
    this.network = network;
    this.most = most;
  }

  List<Tensor> run(EagerSession session, Tensor input) {
    TensorType key = input.type().withShape(input.shape().with(0, 1));
    int rows = input.dim(0);
    Sized sized = plans.get(key);
    if (sized == null || sized.rows < rows) {
      makeRoom(key);
      int capacity = Math.max(1, Integer.highestOneBit(2 * rows - 1));
      sized = new Sized(compile(session, input, capacity), capacity);
      plans.put(key, sized);
    }
    return sized.plan.run(session, List.of(input));
  }

  private Plan compile(EagerSession session, Tensor input, int rows) {
    TensorType type = input.type().withShape(input.shape().with(0, rows));
    Program program = Program.trace(List.of(type), in -> network.apply(in.getFirst()));
    return backend.compile(program, new PlanOptions(session.numerics(), true));
  }

  private void makeRoom(TensorType key) {
    Sized tooSmall = plans.remove(key);
    if (tooSmall != null) {
      tooSmall.plan.close();
    } else if (plans.size() == most) {
      plans.pollFirstEntry().getValue().plan.close();
    }
  }

  @Override
  public void close() {
    plans.values().forEach(s -> s.plan.close());
    plans.clear();
  }
}
