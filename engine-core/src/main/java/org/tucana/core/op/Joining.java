package org.tucana.core.op;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.core.type.ShapeException;

/** Puts tensors together and widens them. */
public final class Joining {
  private Joining() {}

  /** Tensors one after the other along an axis; negative axes count from the end. */
  public static Tensor concat(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new ShapeException("concat: expected at least 1 tensor, got none; pass one");
    }
    Tensor first = parts.getFirst();
    return first.session().run(new Concat(first.shape().axis(axis)), parts).getFirst();
  }

  /** Zeros around a tensor, so many before and after along each axis. */
  public static Tensor pad(Tensor x, int[] before, int[] after) {
    return x.session().one(new Pad(counts(before), counts(after)), x);
  }

  private static List<Integer> counts(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
