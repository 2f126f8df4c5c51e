package org.tucana.nn.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tucana.core.Node;
import org.tucana.core.Op;
import org.tucana.core.Parameter;
import org.tucana.core.Program;
import org.tucana.core.op.BatchNorm;
import org.tucana.core.type.TensorType;

/** What the values of a program are: their types, who makes them, which of them are learned. */
public final class ProgramValues {
  /** Inputs of a batch normalisation: picture, scale, shift, running mean and variance. */
  private static final int FIRST_STATISTIC = 3;

  private final Program program;
  private final Map<Integer, TensorType> types = new HashMap<>();
  private final Map<Integer, Node> producers = new HashMap<>();

  public ProgramValues(Program program) {
    this.program = program;
    for (int i = 0; i < program.inputs().size(); i++) {
      types.put(i, program.inputs().get(i));
    }
    program.parameters().forEach((value, parameter) -> types.put(value, parameter.type()));
    program.constants().forEach((value, constant) -> types.put(value, constant.type()));
    for (Node node : program.nodes()) {
      for (int k = 0; k < node.out().size(); k++) {
        types.put(node.out().get(k), node.outTypes().get(k));
        producers.put(node.out().get(k), node);
      }
    }
  }

  /** The type of a value at the traced sizes. */
  public TensorType type(int value) {
    return types.get(value);
  }

  /** Types of what a node reads, parameters among them. */
  public List<TensorType> inTypes(Node node) {
    return node.in().stream().map(types::get).toList();
  }

  /** The node that makes a value; empty for inputs, parameters and constants. */
  Optional<Node> producer(int value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** Whether a value is a parameter or was known when the program was traced. */
  boolean isFixed(int value) {
    return program.parameters().containsKey(value) || program.constants().containsKey(value);
  }

  /** Whether an operator of a kind runs. */
  boolean runs(Class<? extends Op> kind) {
    return program.nodes().stream().anyMatch(node -> kind.isInstance(node.op()));
  }

  /** Bytes of the parameters that nodes read, each once; running statistics do not count. */
  long parameterBytes(List<Node> nodes, ElementBytes bytes) {
    return nodes.stream()
        .flatMap(node -> learned(node).stream())
        .distinct()
        .map(program.parameters()::get)
        .mapToLong(parameter -> bytes.stored(parameter.type()).bytes())
        .sum();
  }

  /** Elements of the parameters that nodes read, each once; running statistics do not count. */
  long parameters(List<Node> nodes) {
    return nodes.stream()
        .flatMap(node -> learned(node).stream())
        .distinct()
        .map(program.parameters()::get)
        .mapToLong(ProgramValues::elements)
        .sum();
  }

  private static long elements(Parameter parameter) {
    return parameter.type().shape().elements();
  }

  private List<Integer> learned(Node node) {
    List<Integer> read =
        node.op() instanceof BatchNorm ? node.in().subList(0, FIRST_STATISTIC) : node.in();
    return read.stream().filter(program.parameters()::containsKey).toList();
  }
}
