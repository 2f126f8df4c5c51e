package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.UnaryFunction;

/** Hyperbolic tangent. */
public record Tanh() implements UnaryOp {
  @Override
  public UnaryFunction function() {
    return UnaryFunction.TANH;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> dy.session().one(new TanhGradient(), dy, saved.output(0)));
  }
}
