package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** Square root: NaN below 0. */
public record Sqrt() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.SQRT;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> Arithmetic.divide(Arithmetic.scale(dy, 0.5), saved.output(0)));
  }
}
