package org.tucana.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Axes in another order: axis i of the output is axis {@code axes[i]} of the input. */
public record Permute(List<Integer> axes) implements ViewOp {
  public Permute {
    axes = List.copyOf(axes);
    int[] sorted = axes.stream().mapToInt(Integer::intValue).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != i) {
        throw new ShapeException("permute: every axis wanted once, got " + axes);
      }
    }
  }

  Permute(int... axes) {
    this(Arrays.stream(axes).boxed().toList());
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    TensorType x = in.getFirst();
    if (x.shape().rank() != axes.size()) {
      throw new ShapeException(
          "permute: " + axes + " does not order the axes of " + x.shape() + "; name each once");
    }
    return List.of(x.withShape(Shape.of(axes.stream().mapToInt(a -> x.shape().dim(a)).toArray())));
  }

  @Override
  public Operand view(Operand in) {
    return in.permute(axes.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    int[] inverse = new int[axes.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[axes.get(i)] = i;
    }
    return new Gradient.Rule(
        Retain.nothing(),
        Pullback.ofSingle((saved, dy, wanted) -> List.of(Optional.of(dy.permute(inverse)))));
  }
}
