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

/** x - log sum exp(x) along one axis, computed from x - max so that it does not overflow. */
public record LogSoftmax(int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Check.axis(this, in.getFirst(), axis);
    Check.floating(this, "input", in.getFirst());
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.reduction().logSoftmax(axis, in.getFirst(), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.outputs(0),
        (saved, dy) -> dy.session().one(new LogSoftmaxGradient(axis), saved.output(0), dy));
  }

  /** Maximum, difference, exponential, sum and difference. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(5, in, out);
  }
}
