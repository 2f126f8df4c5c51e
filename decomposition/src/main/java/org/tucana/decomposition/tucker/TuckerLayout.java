package org.tucana.decomposition.tucker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tucana.core.Scope;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.type.Shape;

/**
 * An order of axes in which products along the compressed modes are large matrix products. In a
 * convolution's weight [O, I, 3, 3] nine elements follow mode 1; in [O, 3, 3, I] none does.
 *
 * @param axes axis i of the laid out tensor is axis {@code axes.get(i)} of the original
 */
record TuckerLayout(List<Integer> axes) {
  /** Elements after a mode below which its products are slow. */
  private static final long NARROW = 24;

  /** The order that suits some modes best; the tensor's own where it does as well. */
  static TuckerLayout of(Shape shape, List<Integer> modes) {
    List<Integer> own = IntStream.range(0, shape.rank()).boxed().toList();
    List<Integer> rising = modes.stream().sorted().toList();
    List<Integer> outside =
        Stream.of(
                rising.stream().limit(1),
                own.stream().filter(axis -> !rising.contains(axis)),
                rising.stream().skip(1))
            .flatMap(part -> part)
            .toList();
    return new TuckerLayout(
        narrow(shape, outside, modes) < narrow(shape, own, modes) ? outside : own);
  }

  private static long narrow(Shape shape, List<Integer> axes, List<Integer> modes) {
    long count = 0;
    long after = 1;
    for (int i = axes.size() - 1; i > 0; i--) {
      if (modes.contains(axes.get(i)) && after > 1 && after < NARROW) {
        count++;
      }
      after *= shape.dim(axes.get(i));
    }
    return count;
  }

  boolean isOwn() {
    return IntStream.range(0, axes.size()).allMatch(i -> axes.get(i) == i);
  }

  /** The same problem on a copy in this order. */
  TuckerInput apply(TuckerInput input) {
    Tensor x =
        Arithmetic.scale(
            input.scaled().original().permute(axes.stream().mapToInt(Integer::intValue).toArray()),
            1);
    List<Integer> modes = input.modes().stream().map(axes::indexOf).toList();
    return new TuckerInput(input.method(), input.scaled().with(x), modes, input.target());
  }

  /** A result in the original order; its tensors go to the parent of a scope. */
  Tucker undo(Scope scope, TuckerInput original, Tucker laidOut) {
    int[] back = IntStream.range(0, axes.size()).map(axes::indexOf).toArray();
    Tensor core = scope.keep(Arithmetic.scale(laidOut.core().permute(back), 1));
    SequencedMap<Integer, Tensor> factors = new LinkedHashMap<>();
    laidOut
        .factors()
        .forEach((position, factor) -> factors.put(axes.get(position), scope.keep(factor)));
    return new Tucker(
        original.scaled().original().type(),
        core,
        factors,
        laidOut.history(),
        laidOut.relativeError());
  }
}
