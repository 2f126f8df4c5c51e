package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.type.Shape;

/** Mean along axes, accumulated in double; NaN where there is nothing to average. */
public record ReduceMean(List<Integer> axes) implements ReduceOp {
  public ReduceMean {
    axes = List.copyOf(axes);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.MEAN;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.nothing(),
        (saved, dy) -> {
          Shape x = saved.inputType(0).shape();
          return spread(Arithmetic.scale(dy, 1.0 / count(x)), x);
        });
  }
}
