package org.tucana.core;

import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** A tensor of one repeated value; it has no inputs. */
public record Constant(TensorType type, double value) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    return List.of(type);
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().fill(value, out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("a constant depends on nothing");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
