package org.tucana.core;

import java.util.List;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** Adds two gradients of one value; of one type by construction. */
record Accumulate() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().binary(BinaryFunction.ADD, in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it adds gradients");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(1, in, out);
  }
}
