package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.type.TensorType;

/** dx of {@link Relu} from dy and its output y: dy where y > 0, else 0. */
public record ReluGradient() implements ActivationGradient {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.RELU_GRADIENT;
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(1, in, out);
  }
}
