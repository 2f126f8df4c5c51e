package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.type.TensorType;

/** dx of {@link Sigmoid} from dy and its output y: dy * y * (1 - y). */
public record SigmoidGradient() implements ActivationGradient {
  @Override
  public BinaryFunction function() {
    return BinaryFunction.SIGMOID_GRADIENT;
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(3, in, out);
  }
}
