package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** max(x, 0); NaN stays NaN. It retains its output, which the next operator retains too. */
public record Relu() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.RELU;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> dy.session().one(new ReluGradient(), dy, saved.output(0)));
  }
}
