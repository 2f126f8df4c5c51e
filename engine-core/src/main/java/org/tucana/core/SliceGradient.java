package org.tucana.core;

import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Puts a slice back into zeros: the gradient of {@link Slice} on an axis of {@code size}. */
public record SliceGradient(int axis, int from, int size) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    TensorType dy = in.getFirst();
    if (axis >= dy.shape().rank() || from + dy.shape().dim(axis) > size) {
      throw new ShapeException(
          "sliceGradient: a slice "
              + dy.shape()
              + " from "
              + from
              + " on does not fit axis "
              + axis
              + " of size "
              + size
              + "; pass the gradient of that slice");
    }
    return List.of(dy.withShape(dy.shape().with(axis, size)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand dx = out.getFirst();
    kernels.pointwise().fill(0, dx);
    kernels.pointwise().copy(in.getFirst(), dx.slice(axis, from, from + in.getFirst().dim(axis)));
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a slice");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
