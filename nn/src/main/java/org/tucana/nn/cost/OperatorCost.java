package org.tucana.nn.cost;

import java.util.List;
import java.util.OptionalDouble;
import org.tucana.core.Cost;
import org.tucana.core.type.TensorType;

/**
 * What one operator of a program costs.
 *
 * @param operator its name
 * @param module full name of the module it runs in; empty where the network itself runs it
 * @param in types of its inputs, parameters among them
 * @param out types of its outputs
 * @param parameters elements of its parameters, running statistics not counted
 * @param cost by these types
 * @param milliseconds that it took, where it was measured
 */
public record OperatorCost(
    String operator,
    String module,
    List<TensorType> in,
    List<TensorType> out,
    long parameters,
    Cost cost,
    OptionalDouble milliseconds) {
  public OperatorCost {
    in = List.copyOf(in);
    out = List.copyOf(out);
  }
}
