package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Means over a grid of windows that covers x [N,C,H,W]: output (i, j) averages rows floor(i * H /
 * rows) up to ceil((i + 1) * H / rows) and the like columns.
 */
public record AdaptiveAveragePool2d(int rows, int columns) implements Resampling {
  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pooling().adaptiveAverage(in.getFirst(), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.nothing(),
        (saved, dy) -> {
          Shape x = saved.inputType(0).shape();
          return dy.session().one(new AdaptiveAveragePool2dGradient(x.dim(2), x.dim(3)), dy);
        });
  }

  /** One addition for each input. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
