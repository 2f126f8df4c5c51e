package org.tucana.core.op;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/** Zeros around a tensor: {@code before} and {@code after} count them for each axis. */
public record Pad(List<Integer> before, List<Integer> after) implements Op {
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() != after.size()
        || before.stream().anyMatch(n -> n < 0)
        || after.stream().anyMatch(n -> n < 0)) {
      throw new ShapeException(
          "pad: expected as many counts before as after and none negative, got "
              + before
              + " and "
              + after
              + "; use slice to cut");
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Shape x = in.getFirst().shape();
    if (x.rank() != before.size()) {
      throw Check.refuse(
          this,
          "expected a count for each axis of "
              + x
              + ", got "
              + before
              + " and "
              + after
              + "; name all "
              + x.rank());
    }
    int[] sizes =
        IntStream.range(0, x.rank())
            .map(a -> Math.addExact(x.dim(a), Math.addExact(before.get(a), after.get(a))))
            .toArray();
    return List.of(in.getFirst().withShape(Shape.of(sizes)));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand x = in.getFirst();
    Operand inner = out.getFirst();
    kernels.pointwise().fill(0, inner);
    for (int a = 0; a < before.size(); a++) {
      inner = inner.slice(a, before.get(a), before.get(a) + x.dim(a));
    }
    kernels.pointwise().copy(x, inner);
  }

  @Override
  public boolean takesViews() {
    return true;
  }

  @Override
  public Gradient gradient() {
    return Rules.single(
        Retain.nothing(),
        (saved, dy) -> {
          Tensor inner = dy;
          for (int a = 0; a < before.size(); a++) {
            int size = saved.inputType(0).shape().dim(a);
            inner = inner.slice(a, before.get(a), before.get(a) + size);
          }
          return inner;
        });
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(0, in, out);
  }
}
