package org.tucana.nn.train;

import java.util.List;
import java.util.OptionalDouble;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;

/**
 * How a network is trained: all that decides its bytes besides the task.
 *
 * @param rule the optimiser
 * @param phases what is trained, one phase after the other; each begins with an optimiser that
 *     remembers nothing
 * @param schedule the rate's factor at each step, counted over all phases
 * @param clipNorm limit of the gradients' common norm; none where empty
 */
public record TrainRecipe(
    UpdateRule rule, List<Phase> phases, Schedule schedule, OptionalDouble clipNorm) {
  /**
   * A run of steps that train the same parameters.
   *
   * @param steps number of updates
   * @param groups rates by parameter name; the first that matches counts
   */
  public record Phase(long steps, List<ParameterGroup> groups) {
    public Phase {
      groups = List.copyOf(groups);
      if (steps < 0) {
        throw new IllegalArgumentException(
            "training: a phase must not have fewer than 0 steps, got " + steps);
      }
    }
  }

  public TrainRecipe {
    phases = List.copyOf(phases);
    if (phases.isEmpty() || (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0))) {
      throw new IllegalArgumentException(
          "training: at least one phase wanted and a positive limit of the norm, got "
              + phases
              + " and "
              + clipNorm);
    }
  }

  /** A recipe of one phase. */
  public TrainRecipe(
      long steps,
      UpdateRule rule,
      List<ParameterGroup> groups,
      Schedule schedule,
      OptionalDouble clipNorm) {
    this(rule, List.of(new Phase(steps, groups)), schedule, clipNorm);
  }

  /** Number of updates of all phases. */
  public long steps() {
    return phases.stream().mapToLong(Phase::steps).sum();
  }
}
