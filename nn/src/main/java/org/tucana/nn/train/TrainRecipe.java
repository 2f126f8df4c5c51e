package org.tucana.nn.train;

import java.util.List;
import java.util.OptionalDouble;
import org.tucana.nn.optimizer.ParameterGroup;
import org.tucana.nn.optimizer.Schedule;
import org.tucana.nn.optimizer.UpdateRule;

/**
 * How a network is trained: all that decides its bytes besides the task.
 *
 * @param steps number of updates
 * @param rule the optimiser
 * @param groups rates by parameter name; the first that matches counts
 * @param schedule the rate's factor at each step
 * @param clipNorm limit of the gradients' common norm; none where empty
 */
public record TrainRecipe(
    long steps,
    UpdateRule rule,
    List<ParameterGroup> groups,
    Schedule schedule,
    OptionalDouble clipNorm) {
  public TrainRecipe {
    groups = List.copyOf(groups);
    if (steps < 0 || (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0))) {
      throw new IllegalArgumentException(
          "training: steps must not be negative and the norm's limit be positive, got "
              + steps
              + " and "
              + clipNorm);
    }
  }
}
