package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.kernel.BinaryFunction;

/** The larger of a and b with broadcasting; NaN wins. Equal operands share the gradient evenly. */
public record Maximum() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.MAXIMUM;
  }

  @Override
  public Gradient gradient() {
    return Selection.ofTheGreater(0, 1);
  }
}
