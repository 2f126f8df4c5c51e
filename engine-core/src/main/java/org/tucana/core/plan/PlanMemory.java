package org.tucana.core.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Memory;
import org.tucana.core.ViewOp;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * Where a plan's intermediate values lie: one arena for each element type, laid out by the values'
 * lives at the traced sizes. Views of row-major values are aliases and take no memory; results of
 * the plan lie in memory of their own.
 */
final class PlanMemory implements AutoCloseable {
  private final Memory memory;
  private final Lowering.Lowered lowered;
  private final Set<FusedStep> aliases = new HashSet<>();

  /** The value whose memory an alias shares. */
  private final Map<Integer, Integer> roots = new HashMap<>();

  private final Map<DType, ArenaLayout> layouts = new EnumMap<>(DType.class);
  private final Map<DType, Operand> arenas = new EnumMap<>(DType.class);

  /**
   * Lays out and allocates.
   *
   * @param results values the plan returns
   * @param fixed values that lie elsewhere: inputs, parameters, constants
   */
  PlanMemory(Memory memory, Lowering.Lowered lowered, Set<Integer> results, Set<Integer> fixed) {
    this.memory = memory;
    this.lowered = lowered;
    findAliases(lowered.steps(), fixed);
    Map<DType, List<ArenaLayout.Life>> lives = lives(lowered.steps(), results);
    lives.forEach((dtype, values) -> layouts.put(dtype, ArenaLayout.of(values)));
    layouts.forEach((dtype, layout) -> {
      TensorType type = new TensorType(Shape.of(layout.length()), dtype);
      arenas.put(dtype, Operand.rowMajor(type, memory.allocate(type, "plan arena")));
    });
  }

  private void findAliases(List<FusedStep> steps, Set<Integer> fixed) {
    Set<Integer> dense = new HashSet<>(fixed);
    for (FusedStep step : steps) {
      int from = step.in().isEmpty() ? -1 : step.in().getFirst();
      boolean alias =
          step.op() instanceof ViewOp view && (view.takesViews() || dense.contains(from));
      if (alias) {
        aliases.add(step);
        roots.put(step.out().getFirst(), root(from));
      }
      if (!alias || !step.op().takesViews()) {
        dense.addAll(step.out());
      }
    }
  }

  private int root(int value) {
    return roots.getOrDefault(value, value);
  }

  private Map<DType, List<ArenaLayout.Life>> lives(List<FusedStep> steps, Set<Integer> results) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int value : steps.get(i).reads()) {
        last.put(root(value), i);
      }
    }
    results.forEach(value -> last.put(root(value), steps.size()));
    Map<DType, List<ArenaLayout.Life>> lives = new EnumMap<>(DType.class);
    for (int i = 0; i < steps.size(); i++) {
      if (aliases.contains(steps.get(i))) {
        continue;
      }
      for (int value : steps.get(i).out()) {
        if (!results.contains(value)) {
          TensorType type = lowered.types().get(value);
          lives
              .computeIfAbsent(type.dtype(), d -> new ArrayList<>())
              .add(
                  new ArenaLayout.Life(
                      value, lowered.length().of(value, type), i, last.getOrDefault(value, i)));
        }
      }
    }
    return lives;
  }

  /** True where a step's output is its input seen differently. */
  boolean isAlias(FusedStep step) {
    return aliases.contains(step);
  }

  /** True where a value is an alias of another. */
  boolean isAlias(int value) {
    return roots.containsKey(value);
  }

  /** The place of a value in its arena, at a size up to the traced one; empty if it has none. */
  Optional<Operand> place(int value, TensorType type) {
    ArenaLayout layout = layouts.get(type.dtype());
    if (layout == null || !layout.offsets().containsKey(value)) {
      return Optional.empty();
    }
    int elements = lowered.length().of(value, type);
    TensorType traced = lowered.types().get(value);
    if (elements > lowered.length().of(value, traced)) {
      throw new ShapeException("plan: a value is " + type + " but was traced as " + traced);
    }
    int offset = layout.offsets().get(value);
    Operand place = arenas.get(type.dtype()).slice(0, offset, offset + elements);
    return Optional.of(lowered.rowMajor().test(value) ? place.reshape(type.shape()) : place);
  }

  /** The most bytes of values that are alive at a time. */
  long liveBytes() {
    return layouts.entrySet().stream()
        .mapToLong(entry -> entry.getValue().live() * entry.getKey().bytes())
        .sum();
  }

  long bytes() {
    return arenas.values().stream().mapToLong(a -> a.type().bytes()).sum();
  }

  @Override
  public void close() {
    arenas.values().forEach(a -> memory.release(a.storage()));
    arenas.clear();
  }
}
