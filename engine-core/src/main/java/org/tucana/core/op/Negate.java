package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** -x. */
public record Negate() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.NEGATE;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.nothing(), (saved, dy) -> Arithmetic.negate(dy));
  }
}
