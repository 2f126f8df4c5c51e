package org.tucana.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.Shape;
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * The same row-major elements in another shape.
 *
 * @param dims sizes; at most one is -1 and takes what is left, so that a traced program stays valid
 *     when its leading axis changes
 */
public record Reshape(List<Integer> dims) implements ViewOp {
  public Reshape {
    dims = List.copyOf(dims);
  }

  /** Refuses at once what {@code from} cannot become. */
  static Reshape to(Shape from, int... dims) {
    Reshape op = new Reshape(Arrays.stream(dims).boxed().toList());
    op.resolve(from);
    return op;
  }

  private Shape resolve(Shape from) {
    int[] d = dims.stream().mapToInt(Integer::intValue).toArray();
    int free = -1;
    long known = 1;
    for (int i = 0; i < d.length; i++) {
      if (d[i] == -1 && free < 0) {
        free = i;
      } else if (d[i] < 0) {
        throw new ShapeException("reshape: sizes must not be negative but for one -1, got " + dims);
      } else {
        known *= d[i];
      }
    }
    if (free >= 0 && known > 0) {
      d[free] = (int) (from.elements() / known);
      known *= d[free];
    } else if (free >= 0) {
      throw new ShapeException("reshape: -1 beside a size of 0 is not determined, got " + dims);
    }
    if (known != from.elements()) {
      throw new ShapeException(
          "reshape: "
              + from
              + " has "
              + from.elements()
              + " elements and cannot become "
              + dims
              + "; choose sizes with that product");
    }
    return Shape.of(d);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    TensorType x = in.getFirst();
    return List.of(x.withShape(resolve(x.shape())));
  }

  @Override
  public Operand view(Operand in) {
    return in.reshape(resolve(in.shape()));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.nothing(),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(Optional.of(dy.reshape(saved.inputType(0).shape().dims())))));
  }
}
