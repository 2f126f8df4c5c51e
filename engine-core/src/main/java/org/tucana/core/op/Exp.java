package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** e to the x. */
public record Exp() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.EXP;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.outputs(0), (saved, dy) -> Arithmetic.multiply(dy, saved.output(0)));
  }
}
