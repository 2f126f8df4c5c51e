package org.tucana.core;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Elements {@code from}..{@code to - 1} of one axis. */
public record Slice(int axis, int from, int to) implements ViewOp {
  public Slice {
    if (axis < 0 || from < 0 || to < from) {
      throw new ShapeException("slice: needs 0 <= from <= to, got " + from + ".." + to);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    TensorType x = in.getFirst();
    if (axis >= x.shape().rank() || to > x.shape().dim(axis)) {
      throw new ShapeException(
          "slice: "
              + from
              + ".."
              + to
              + " is outside axis "
              + axis
              + " of "
              + x.shape()
              + "; choose a range within the axis");
    }
    return List.of(x.withShape(x.shape().with(axis, to - from)));
  }

  @Override
  public Operand view(Operand in) {
    return in.slice(axis, from, to);
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
          int size = saved.inputType(0).shape().dim(axis);
          return List.of(Optional.of(dy.session().one(new SliceGradient(axis, from, size), dy)));
        }));
  }
}
