package org.tucana.core.op;

import java.util.ArrayList;
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
import org.tucana.core.type.TensorType;

/** Tensors one after the other along an axis; their other sizes are equal. */
public record Concat(int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, Integer.MAX_VALUE);
    TensorType first = in.getFirst();
    Check.axis(this, first, axis);
    long size = 0;
    for (TensorType part : in) {
      Check.like(this, "part", part, first);
      if (part.shape().rank() != first.shape().rank()
          || !part.shape().with(axis, 0).equals(first.shape().with(axis, 0))) {
        throw Check.refuse(
            this,
            "parts must agree but for axis "
                + axis
                + ", got "
                + first.shape()
                + " and "
                + part.shape()
                + "; reshape or slice one of them");
      }
      size += part.shape().dim(axis);
    }
    return List.of(first.withShape(first.shape().with(axis, Math.toIntExact(size))));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    int from = 0;
    for (Operand part : in) {
      int to = from + part.dim(axis);
      kernels.pointwise().copy(part, out.getFirst().slice(axis, from, to));
      from = to;
    }
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.nothing(),
        Pullback.ofSingle((saved, dy, wanted) -> {
          List<Optional<Tensor>> parts = new ArrayList<>(saved.inputs());
          int from = 0;
          for (int i = 0; i < saved.inputs(); i++) {
            int start = from;
            int end = start + saved.inputType(i).shape().dim(axis);
            parts.add(Rules.when(wanted, i, () -> dy.slice(axis, start, end)));
            from = end;
          }
          return parts;
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
