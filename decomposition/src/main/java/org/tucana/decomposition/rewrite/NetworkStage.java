package org.tucana.decomposition.rewrite;

import java.util.List;
import java.util.function.BiFunction;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.TensorType;
import org.tucana.nn.cost.Operators;
import org.tucana.nn.cost.ProgramCost;

/**
 * A part of a model that runs without looking at values: a classifier as a whole, or one of a
 * detector's three networks.
 *
 * @param name what it is, with its size
 * @param input the type it is measured at
 * @param forward runs it
 * @param <N> kind of the whole network
 */
public record NetworkStage<N>(
    String name, TensorType input, BiFunction<N, Tensor, List<Tensor>> forward) {
  /** The cost of all stages of a network together, operator by operator. */
  static <N> ProgramCost cost(List<NetworkStage<N>> stages, N network) {
    return stages.stream()
        .map(stage -> Operators.count(stage.program(network)))
        .reduce(ProgramCost::plus)
        .orElseThrow();
  }

  /** What runs, in shapes only. */
  Program program(N network) {
    return Program.trace(List.of(input), in -> forward.apply(network, in.getFirst()));
  }
}
