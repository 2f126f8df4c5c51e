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

/** x [N,C,H,W] to another size: output row i takes input row floor(i * H / rows). */
public record Nearest(int rows, int columns) implements Resampling {
  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.resize().nearest(in.getFirst(), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.nothing(),
        (saved, dy) -> {
          Shape x = saved.inputType(0).shape();
          return dy.session().one(new NearestGradient(x.dim(2), x.dim(3)), dy);
        });
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
