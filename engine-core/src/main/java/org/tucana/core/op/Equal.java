package org.tucana.core.op;

import org.tucana.core.Gradient;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.type.DType;

/** a == b as BOOL, with broadcasting. */
public record Equal() implements BinaryOp {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.EQUAL;
  }

  @Override
  public DType result(DType operands) {
    return DType.BOOL;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("a comparison is constant but for jumps");
  }
}
