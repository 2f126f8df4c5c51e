package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx [N,C,rows,columns] of {@link AdaptiveAveragePool2d} from dy. */
public record AdaptiveAveragePool2dGradient(int rows, int columns) implements Resampling {
  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pooling().adaptiveAverageGradient(in.getFirst(), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a pooling");
  }

  /** One addition for each output. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(1, in, out);
  }
}
