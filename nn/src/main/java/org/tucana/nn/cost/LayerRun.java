package org.tucana.nn.cost;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tucana.core.Node;
import org.tucana.core.ViewOp;
import org.tucana.core.op.RoundToLevels;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * One call of a layer.
 *
 * @param nodes its operators, at least one
 * @param values of the program they belong to
 */
record LayerRun(List<Node> nodes, ProgramValues values) {
  LayerRun {
    nodes = List.copyOf(nodes);
  }

  /** The operators that are no views and do not round an input, which an engine does unseen. */
  List<Node> working() {
    return nodes.stream()
        .filter(node -> !(node.op() instanceof ViewOp || node.op() instanceof RoundToLevels))
        .toList();
  }

  ElementBytes elementBytes() {
    ElementBytes bytes = ElementBytes.of(values);
    return working().stream()
        .filter(node -> !node.in().isEmpty())
        .map(node -> bytes.within(node, values))
        .filter(ElementBytes.FLOATS::equals)
        .findFirst()
        .orElse(bytes);
  }

  long parameterBytes() {
    return values.parameterBytes(nodes, elementBytes());
  }

  long parameters() {
    return values.parameters(nodes);
  }

  /** Types of what the layer is given: values from outside that are not fixed. */
  List<TensorType> given() {
    Set<Integer> inside = new HashSet<>();
    nodes.forEach(node -> inside.addAll(node.out()));
    return nodes.stream()
        .flatMap(node -> node.in().stream())
        .distinct()
        .filter(value -> !inside.contains(value) && !values.isFixed(value))
        .map(values::type)
        .toList();
  }

  TensorType out() {
    return nodes.getLast().outTypes().getFirst();
  }

  /** Without the leading axis where there is one picture only. */
  static Shape perPicture(Shape shape) {
    if (shape.rank() < 2 || shape.dim(0) != 1) {
      return shape;
    }
    int[] dims = shape.dims();
    return Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
  }
}
