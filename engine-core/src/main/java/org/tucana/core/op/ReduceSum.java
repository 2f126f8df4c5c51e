package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.ReduceFunction;

/** Sum along axes, accumulated in double. */
public record ReduceSum(List<Integer> axes) implements ReduceOp {
  public ReduceSum {
    axes = List.copyOf(axes);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.SUM;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.nothing(), (saved, dy) -> spread(dy, saved.inputType(0).shape()));
  }
}
