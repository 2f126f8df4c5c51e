package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.type.TensorType;

/** dx of {@link Tanh} from dy and its output y: dy * (1 - y * y). */
public record TanhGradient() implements ActivationGradient {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.TANH_GRADIENT;
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(3, in, out);
  }
}
