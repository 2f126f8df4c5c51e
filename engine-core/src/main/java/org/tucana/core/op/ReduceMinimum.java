package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.ReduceFunction;

/** Minimum along axes; NaN wins. The gradient goes to the smallest values, evenly among equals. */
public record ReduceMinimum(List<Integer> axes) implements ReduceOp {
  public ReduceMinimum {
    axes = List.copyOf(axes);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.MINIMUM;
  }

  @Override
  public Gradient gradient() {
    return Extremes.evenly(this);
  }
}
