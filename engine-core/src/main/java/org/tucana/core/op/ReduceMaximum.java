package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.ReduceFunction;

/** Maximum along axes; NaN wins. The gradient goes to the largest values, evenly among equals. */
public record ReduceMaximum(List<Integer> axes) implements ReduceOp {
  public ReduceMaximum {
    axes = List.copyOf(axes);
  }

  @Override
  public ReduceFunction function() {
    return ReduceFunction.MAXIMUM;
  }

  @Override
  public Gradient gradient() {
    return Extremes.evenly(this);
  }
}
