package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx [N,C,rows,columns] of {@link Bilinear} from dy. */
public record BilinearGradient(int rows, int columns) implements Resampling {
  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.resize().bilinearGradient(in.getFirst(), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a resize");
  }

  /** Four products and four additions for each dy. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, 8L * in.getFirst().shape().elements(), in, out);
  }
}
