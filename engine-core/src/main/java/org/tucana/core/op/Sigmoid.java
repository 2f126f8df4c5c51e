package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** 1 / (1 + exp(-x)). */
public record Sigmoid() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.SIGMOID;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> dy.session().one(new SigmoidGradient(), dy, saved.output(0)));
  }
}
