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
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** condition ? a : b, element by element with broadcasting; the condition is BOOL. */
public record Where() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 3);
    TensorType a = in.get(1);
    Check.dtype(this, "condition", in.get(0), DType.BOOL);
    Check.like(this, "second choice", in.get(2), a);
    Shape choices = Shape.broadcast(name(), a.shape(), in.get(2).shape());
    return List.of(a.withShape(Shape.broadcast(name(), in.get(0).shape(), choices)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand y = out.getFirst();
    kernels
        .pointwise()
        .select(
            in.get(0).broadcastTo(y.shape()),
            in.get(1).broadcastTo(y.shape()),
            in.get(2).broadcastTo(y.shape()),
            y);
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Tensor condition = saved.input(0);
          Tensor zero = Rules.scalarLike(dy, 0);
          return List.of(
              Optional.empty(),
              Rules.when(
                  wanted,
                  1,
                  () -> Rules.reduceTo(Arithmetic.where(condition, dy, zero), saved.inputType(1))),
              Rules.when(
                  wanted,
                  2,
                  () -> Rules.reduceTo(Arithmetic.where(condition, zero, dy), saved.inputType(2))));
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
