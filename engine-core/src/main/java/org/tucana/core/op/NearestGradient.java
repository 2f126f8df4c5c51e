package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx [N,C,rows,columns] of {@link Nearest} from dy. */
public record NearestGradient(int rows, int columns) implements Resampling {
  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.resize().nearestGradient(in.getFirst(), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a resize");
  }

  /** One addition for each dy. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
