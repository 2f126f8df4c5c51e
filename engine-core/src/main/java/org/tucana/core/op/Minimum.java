package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.kernel.BinaryFunction;

/** The smaller of a and b with broadcasting; NaN wins. Equal operands share the gradient evenly. */
public record Minimum() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.MINIMUM;
  }

  @Override
  public Gradient gradient() {
    return Selection.ofTheGreater(1, 0);
  }
}
