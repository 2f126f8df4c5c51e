package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx = y * (dy - sum(dy * y)) of {@link Softmax} from its output y and dy. */
public record SoftmaxGradient(int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType y = in.get(0);
    Check.axis(this, y, axis);
    Check.floating(this, "output", y);
    Check.shape(this, "output gradient", in.get(1), y.shape());
    Check.like(this, "output gradient", in.get(1), y);
    return List.of(y);
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.reduction().softmaxGradient(axis, in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of softmax");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(4, in, out);
  }
}
