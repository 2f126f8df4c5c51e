package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** Natural logarithm: -infinity at 0, NaN below. */
public record Log() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.LOG;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.inputs(0), (saved, dy) -> Arithmetic.divide(dy, saved.input(0)));
  }
}
