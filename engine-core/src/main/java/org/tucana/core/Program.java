package org.tucana.core;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/**
 * What runs, in shapes only: operators over numbered values. Inputs are values 0, 1, ...; the nodes
 * stand in an order in which they can run.
 *
 * @param nodes the operators
 * @param inputs types of the inputs at the traced sizes
 * @param outputs the values that are results
 * @param parameters values that are parameters
 * @param constants values known when the program was traced
 */
public record Program(
    List<Node> nodes,
    List<TensorType> inputs,
    List<Integer> outputs,
    Map<Integer, Parameter> parameters,
    Map<Integer, HostTensor> constants) {
  public Program {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    parameters = Map.copyOf(parameters);
    constants = Map.copyOf(constants);
  }

  /** Runs a function on shapes alone and writes down what it does. */
  public static Program trace(
      List<TensorType> inputs, Function<List<Tensor>, List<Tensor>> function) {
    try (TracingSession session = new TracingSession()) {
      List<Tensor> in = inputs.stream().map(session::input).toList();
      return session.program(in, function.apply(in));
    }
  }
}
