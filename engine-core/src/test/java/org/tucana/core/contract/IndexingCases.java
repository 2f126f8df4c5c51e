package org.tucana.core.contract;

import java.util.List;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Cases of {@link org.tucana.core.kernel.Indexing}. */
final class IndexingCases {
  private IndexingCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    add(cases, 0, 5, 7);
    add(cases, 0, 0, 7, 3);
    add(cases, 0, 33, 13, 4);
    add(cases, 1, 8, 3, 7, 13);
    add(cases, 2, 31, 2, 3, 32);
    add(cases, 1, 207, 1, 1021);
    add(cases, 0, 1, 1, 1);
    long[] wide = {Long.MAX_VALUE, Long.MIN_VALUE + 1, 3};
    cases.add(
        "select of 64-bit integers",
        List.of(HostTensor.of(Shape.of(3), wide), HostTensor.of(Shape.of(4), 2, 0, 1, 0)),
        List.of(Cases.type(DType.INT64, 4)),
        Tolerance.exact(),
        (k, in, out, w) -> k.indexing().select(0, in.get(0), in.get(1), out.get(0)));
    cases.add(
        "select of 32-bit integers",
        List.of(TestTensors.ints(9, 81, 13, 3), TestTensors.ints(13, 82, 7)),
        List.of(Cases.int32(7, 3)),
        Tolerance.exact(),
        (k, in, out, w) -> k.indexing().select(0, in.get(0), in.get(1), out.get(0)));
    return cases.all();
  }

  private static void add(Cases cases, int axis, int count, int... dims) {
    HostTensor index = TestTensors.ints(dims[axis], 83, count);
    TensorType x = Cases.float32(dims);
    TensorType y = x.withShape(x.shape().with(axis, count));
    cases.add(
        "select along " + axis,
        List.of(TestTensors.uniform(84, dims), index),
        List.of(y),
        Tolerance.exact(),
        (k, in, out, w) -> k.indexing().select(axis, in.get(0), in.get(1), out.get(0)));
    cases.add(
        "select gradient along " + axis,
        List.of(TestTensors.uniform(85, y.shape().dims()), index),
        List.of(x),
        Tolerance.of(2, count),
        (k, in, out, w) -> k.indexing().selectGradient(axis, in.get(0), in.get(1), out.get(0)));
  }
}
