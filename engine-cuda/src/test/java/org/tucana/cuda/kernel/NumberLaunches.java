package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Values.type;

import java.util.List;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;

/** Kernels that compute with numbers of every type. */
record NumberLaunches(AgainstReference<Kernels> both, DType dtype) {
  private static final List<BinaryFunction> COMPARISONS =
      List.of(BinaryFunction.GREATER, BinaryFunction.GREATER_EQUAL, BinaryFunction.EQUAL);
  private static final List<BinaryFunction> OPERATIONS =
      List.of(
          BinaryFunction.ADD,
          BinaryFunction.SUBTRACT,
          BinaryFunction.MULTIPLY,
          BinaryFunction.DIVIDE,
          BinaryFunction.MAXIMUM,
          BinaryFunction.MINIMUM);

  void run() {
    OPERATIONS.forEach(f -> binary(f, dtype));
    COMPARISONS.forEach(f -> binary(f, DType.BOOL));
    withNumbers();
    for (ReduceFunction f : ReduceFunction.values()) {
      reduce(f, 7);
      reduce(f, 9000); // in pieces
    }
  }

  private void binary(BinaryFunction f, DType result) {
    both.check(
        0,
        List.of(Values.whole(dtype, 9, 4, 6), Values.whole(dtype, 5, 6)),
        List.of(type(result, 4, 6)),
        (k, in, out) ->
            k.pointwise().binary(f, in.get(0), in.get(1).broadcastTo(Shape.of(4, 6)), out.get(0)));
  }

  private void withNumbers() {
    both.check(
        0,
        List.of(Values.whole(dtype, 90, 33)),
        List.of(type(dtype, 33), type(dtype, 33)),
        (k, in, out) -> {
          k.pointwise().affine(2, 3, in.get(0), out.get(0));
          k.pointwise().clamp(5, 50, in.get(0), out.get(1));
        });
  }

  private void reduce(ReduceFunction f, int length) {
    both.check(
        0,
        List.of(Values.whole(dtype, 9, 2, length)),
        List.of(type(dtype, 2, 1)),
        (k, in, out) -> k.reduction().reduce(f, in.get(0), out.get(0)));
  }
}
