package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** scale * x + shift with two numbers. */
public record Affine(double scale, double shift) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Check.arithmetic(this, "input", in.getFirst());
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().affine(scale, shift, in.getFirst(), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(Retain.nothing(), (saved, dy) -> Arithmetic.scale(dy, scale));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(2, in, out);
  }
}
