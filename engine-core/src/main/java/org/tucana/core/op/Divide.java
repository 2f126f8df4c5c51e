package org.tucana.core.op;

import java.util.List;
import java.util.Set;
import org.tucana.core.Gradient;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.BinaryFunction;

/** a / b with broadcasting. */
public record Divide() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.DIVIDE;
  }

  /** da = dy / b and db = -dy * y / b. */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        new Retain(Set.of(1), Set.of(0)),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Tensor share = Arithmetic.divide(dy, saved.input(1));
          return List.of(
              Rules.when(wanted, 0, () -> Rules.reduceTo(share, saved.inputType(0))),
              Rules.when(
                  wanted,
                  1,
                  () ->
                      Arithmetic.negate(
                          Rules.reduceTo(
                              Arithmetic.multiply(share, saved.output(0)), saved.inputType(1)))));
        }));
  }
}
