package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** min(max(x, low), high). The gradient passes where low <= x <= high and is 0 outside. */
public record Clamp(double low, double high) implements Op {
  public Clamp {
    if (!(low <= high)) {
      throw new ShapeException(
          "clamp: low must not exceed high, got " + low + " and " + high + "; exchange them");
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Check.arithmetic(this, "input", in.getFirst());
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().clamp(low, high, in.getFirst(), out.getFirst());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.inputs(0),
        (saved, dy) -> {
          Tensor x = saved.input(0);
          Tensor zero = Rules.scalarLike(dy, 0);
          Tensor aboveLow = Arithmetic.greaterEqual(x, Rules.scalarLike(x, low));
          Tensor belowHigh = Arithmetic.greaterEqual(Rules.scalarLike(x, high), x);
          return Arithmetic.where(aboveLow, Arithmetic.where(belowHigh, dy, zero), zero);
        });
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(2, in, out);
  }
}
