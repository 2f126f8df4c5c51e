package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.type.TensorType;

/** a * b with broadcasting. */
public record Multiply() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.MULTIPLY;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(
                Rules.when(wanted, 0, () -> product(dy, saved.input(1), saved.inputType(0))),
                Rules.when(wanted, 1, () -> product(dy, saved.input(0), saved.inputType(1))))));
  }

  private static Tensor product(Tensor dy, Tensor other, TensorType operand) {
    return Rules.reduceTo(Arithmetic.multiply(dy, other), operand);
  }
}
