package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Op;

/** An operator with inputs that fit it. Its first output is the one that a loss may depend on. */
record OperatorCase(String label, Op op, List<Argument> arguments) {

  static OperatorCase given(String what, Op op, Argument... arguments) {
    String label = op.name() + (what.isEmpty() ? "" : ", " + what);
    return new OperatorCase(label, op, List.of(arguments));
  }

  @Override
  public String toString() {
    return label;
  }
}
