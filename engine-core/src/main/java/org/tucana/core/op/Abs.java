package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.UnaryFunction;

/** |x|; its gradient at 0 is 0. */
public record Abs() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.ABS;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.inputs(0),
        (saved, dy) -> {
          Tensor x = saved.input(0);
          Tensor zero = Rules.scalarLike(dy, 0);
          Tensor below = Arithmetic.where(Arithmetic.greater(zero, x), Arithmetic.negate(dy), zero);
          return Arithmetic.where(Arithmetic.greater(x, zero), dy, below);
        });
  }
}
