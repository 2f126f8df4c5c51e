package org.tucana.nn.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.tucana.core.Cost;

/**
 * What a program costs, operator by operator.
 *
 * @param operators in the order in which they run
 * @param parameters elements of all parameters that it reads, each once, running statistics not
 *     counted
 * @param uncounted what the figures leave out
 */
public record ProgramCost(
    List<OperatorCost> operators, long parameters, List<Uncounted> uncounted) {
  public ProgramCost {
    operators = List.copyOf(operators);
    uncounted = List.copyOf(uncounted);
  }

  /** The sum of all operators. */
  public Cost total() {
    return operators.stream().map(OperatorCost::cost).reduce(Cost.NONE, Cost::plus);
  }

  /** The sum of all measured times; empty where nothing was measured. */
  public OptionalDouble milliseconds() {
    boolean measured = operators.stream().anyMatch(o -> o.milliseconds().isPresent());
    return measured
        ? OptionalDouble.of(operators.stream().mapToDouble(o -> o.milliseconds().orElse(0)).sum())
        : OptionalDouble.empty();
  }

  /** Two programs one after the other. */
  public ProgramCost plus(ProgramCost other) {
    List<OperatorCost> both = new ArrayList<>(operators);
    both.addAll(other.operators);
    return new ProgramCost(both, parameters + other.parameters, uncounted)
        .withUncounted(other.uncounted);
  }

  /** The same with more that was left out. */
  public ProgramCost withUncounted(List<Uncounted> more) {
    List<Uncounted> all = new ArrayList<>(uncounted);
    all.addAll(more);
    return new ProgramCost(operators, parameters, all);
  }
}
