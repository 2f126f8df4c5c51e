package org.tucana.core.op;

import java.util.Set;
import org.tucana.core.Gradient;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;

/** The gradient of a maximum or minimum along axes. */
final class Extremes {
  private Extremes() {}

  /** dx = dy / (number of elements equal to y) where x equals y, else 0. */
  static Gradient evenly(ReduceOp op) {
    return Rules.single(
        new Retain(Set.of(0), Set.of(0)),
        (saved, dy) -> {
          Tensor x = saved.input(0);
          Tensor reached = Arithmetic.equal(x, op.spread(saved.output(0), x.shape()));
          Tensor ties =
              dy.session().one(new ReduceSum(op.axes()), Arithmetic.cast(reached, dy.dtype()));
          Tensor share = op.spread(Arithmetic.divide(dy, ties), x.shape());
          return Arithmetic.where(reached, share, Rules.scalarLike(dy, 0));
        });
  }
}
