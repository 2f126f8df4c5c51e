package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.kernel.BinaryFunction;

/** a + b with broadcasting. */
public record Add() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.ADD;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.nothing(),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(
                Rules.when(wanted, 0, () -> Rules.reduceTo(dy, saved.inputType(0))),
                Rules.when(wanted, 1, () -> Rules.reduceTo(dy, saved.inputType(1))))));
  }
}
