package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.UnaryFunction;

/** 1 / x. */
public record Reciprocal() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.RECIPROCAL;
  }

  /** dx = -dy * y * y. */
  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> {
          Tensor y = saved.output(0);
          return Arithmetic.negate(Arithmetic.multiply(Arithmetic.multiply(dy, y), y));
        });
  }
}
