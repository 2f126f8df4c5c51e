package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.DType;
import org.tucana.core.type.TensorType;

/**
 * The entries of x along one axis that an index (INT32 [n]) names, in its order and as often as it
 * names them.
 */
public record Select(int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType x = in.get(0);
    TensorType index = in.get(1);
    Check.axis(this, x, axis);
    Check.rank(this, "index", index, 1, "[n]");
    Check.dtype(this, "index", index, DType.INT32);
    return List.of(x.withShape(x.shape().with(axis, index.shape().dim(0))));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.indexing().select(axis, in.get(0), in.get(1), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          int size = saved.inputType(0).shape().dim(axis);
          Tensor dx = dy.session().one(new SelectGradient(axis, size), dy, saved.input(1));
          return List.of(Optional.of(dx), Optional.empty());
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
