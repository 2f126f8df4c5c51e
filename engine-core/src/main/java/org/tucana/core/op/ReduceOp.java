package org.tucana.core.op;

import java.util.List;
import java.util.stream.IntStream;
import org.tucana.core.Cost;
import org.tucana.core.Op;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** What reductions along axes share: the axes go, and no axes named means all of them. */
sealed interface ReduceOp extends Op permits ReduceSum, ReduceMean, ReduceMaximum, ReduceMinimum {
  /** Axes to reduce, counted from 0; empty for all. */
  List<Integer> axes();

  ReduceFunction function();

  @Override
  default List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    TensorType x = in.getFirst();
    Check.arithmetic(this, "input", x);
    for (int i = 0; i < axes().size(); i++) {
      Check.axis(this, x, axes().get(i));
      if (axes().indexOf(axes().get(i)) != i) {
        throw Check.refuse(this, "an axis is named twice in " + axes() + "; name it once");
      }
    }
    int[] left = IntStream.range(0, x.shape().rank()).filter(a -> !reduces(a)).toArray();
    return List.of(x.withShape(Shape.of(IntStream.of(left).map(x.shape()::dim).toArray())));
  }

  private boolean reduces(int axis) {
    return axes().isEmpty() || axes().contains(axis);
  }

  /** The shape of x with the reduced axes left in at size 1. */
  default Shape keptShape(Shape x) {
    return Shape.of(IntStream.range(0, x.rank()).map(a -> reduces(a) ? 1 : x.dim(a)).toArray());
  }

  /** How many values go into each output. */
  default long count(Shape x) {
    return IntStream.range(0, x.rank())
        .filter(this::reduces)
        .mapToLong(x::dim)
        .reduce(1, (a, b) -> a * b);
  }

  /** An output or its gradient, repeated over the reduced axes. */
  default Tensor spread(Tensor y, Shape x) {
    return Arithmetic.broadcastTo(y.reshape(keptShape(x).dims()), x);
  }

  @Override
  default void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Operand x = in.getFirst();
    kernels.reduction().reduce(function(), x, out.getFirst().reshape(keptShape(x.shape())));
  }

  @Override
  default boolean takesViews() {
    return true;
  }

  /** One operation an element of the input. */
  @Override
  default Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, in.getFirst().shape().elements(), in, out);
  }
}
