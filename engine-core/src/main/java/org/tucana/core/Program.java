package org.tucana.core;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
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

  /**
   * Refuses inputs that a plan of this program cannot run on: all types are as traced, but the
   * leading axes may be smaller.
   */
  public void checkInputs(List<TensorType> given) {
    if (given.size() != inputs.size()) {
      throw new ShapeException(
          "plan: it takes "
              + inputs.size()
              + " inputs but was given "
              + given.size()
              + "; pass those it was traced with");
    }
    for (int i = 0; i < given.size(); i++) {
      if (!fits(given.get(i), inputs.get(i))) {
        throw new ShapeException(
            "plan: input "
                + i
                + " was traced as "
                + inputs.get(i)
                + " but is "
                + given.get(i)
                + "; only the leading axis may be smaller, trace the program for other sizes");
      }
    }
  }

  private static boolean fits(TensorType given, TensorType traced) {
    Shape shape = given.shape();
    Shape most = traced.shape();
    return given.equals(traced)
        || (given.dtype() == traced.dtype()
            && shape.rank() == most.rank()
            && shape.rank() > 0
            && shape.dim(0) <= most.dim(0)
            && shape.with(0, 0).equals(most.with(0, 0)));
  }
}
