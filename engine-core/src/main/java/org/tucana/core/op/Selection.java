package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.type.TensorType;

/** The gradient of a choice between two operands by comparison. */
final class Selection {
  private Selection() {}

  /**
   * An operand receives dy where it won and half of it where both are equal. It wins by being the
   * greater for the positions (0, 1) and the lesser for (1, 0).
   */
  static Gradient ofTheGreater(int left, int right) {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Tensor a = saved.input(left);
          Tensor b = saved.input(right);
          Tensor tie = Arithmetic.equal(a, b);
          return List.of(
              Rules.when(wanted, 0, () -> share(dy, a, b, tie, saved.inputType(0))),
              Rules.when(wanted, 1, () -> share(dy, b, a, tie, saved.inputType(1))));
        }));
  }

  private static Tensor share(Tensor dy, Tensor more, Tensor less, Tensor tie, TensorType operand) {
    Tensor alone = Arithmetic.where(Arithmetic.greater(more, less), dy, Rules.scalarLike(dy, 0));
    return Rules.reduceTo(Arithmetic.where(tie, Arithmetic.scale(dy, 0.5), alone), operand);
  }
}
