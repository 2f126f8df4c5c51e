package org.tucana.core.op;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tucana.core.Constant;
import org.tucana.core.Gradient;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Saved;
import org.tucana.core.Tensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Short forms that gradient rules share. */
final class Rules {
  private Rules() {}

  /** The rule of an operator with one input and one output. */
  static Gradient single(Retain retain, BiFunction<Saved, Tensor, Tensor> dx) {
    return new Gradient.Rule(
        retain,
        Pullback.ofSingle((saved, dy, wanted) -> List.of(Optional.of(dx.apply(saved, dy)))));
  }

  /** The gradient of one input, computed only where it is wanted. */
  static Optional<Tensor> when(BitSet wanted, int input, Supplier<Tensor> gradient) {
    return wanted.get(input) ? Optional.of(gradient.get()) : Optional.empty();
  }

  /** Sums over what broadcasting repeated, so that a gradient gets its operand's shape back. */
  static Tensor reduceTo(Tensor dy, TensorType operand) {
    Shape wide = dy.shape();
    Shape narrow = operand.shape();
    int lead = wide.rank() - narrow.rank();
    int[] repeated =
        IntStream.range(0, wide.rank())
            .filter(a -> a < lead || (narrow.dim(a - lead) == 1 && wide.dim(a) != 1))
            .toArray();
    Tensor sum = repeated.length == 0 ? dy : Reductions.sum(dy, repeated);
    return sum.shape().equals(narrow) ? sum : sum.reshape(narrow.dims());
  }

  /** A scalar of the same session and element type. */
  static Tensor scalarLike(Tensor x, double value) {
    return x.session().one(new Constant(new TensorType(Shape.scalar(), x.dtype()), value));
  }

  /** Inputs of an operator whose last one may be left out. */
  static List<Tensor> inputs(Optional<Tensor> last, Tensor... first) {
    List<Tensor> all = new ArrayList<>(List.of(first));
    last.ifPresent(all::add);
    return all;
  }
}
