package org.tucana.decomposition.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.tucana.core.Program;
import org.tucana.core.Tensor;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
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
 * @param sample what its outputs are compared on; random values of the input's type where empty
 * @param <N> kind of the whole network
 */
public record NetworkStage<N>(
    String name,
    TensorType input,
    BiFunction<N, Tensor, List<Tensor>> forward,
    Optional<HostTensor> sample) {
  /** Outputs are compared on random values. */
  public NetworkStage(String name, TensorType input, BiFunction<N, Tensor, List<Tensor>> forward) {
    this(name, input, forward, Optional.empty());
  }

  /**
   * The same compared on what its first layer was given: its own input, or the rows of that as
   * vectors.
   */
  NetworkStage<N> comparedOn(HostTensor given) {
    Shape shape = given.shape();
    Shape own = input.shape();
    Shape asInput = shape.rank() == own.rank() ? shape : own.with(0, shape.dim(0));
    return new NetworkStage<>(
        name, input, forward, Optional.of(HostTensor.of(asInput, given.toFloats())));
  }

  /** Full name of the first layer that multiplies by a weight. */
  static <N> String firstLayer(NetworkStage<N> stage, N network) {
    return Operators.count(stage.program(network)).operators().stream()
        .filter(operator -> operator.cost().macs() > 0)
        .findFirst()
        .orElseThrow()
        .module();
  }

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
