package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.type;

import java.util.Arrays;
import java.util.List;
import org.tucana.core.kernel.ReduceFunction;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Cases of {@link org.tucana.core.kernel.Reduction}. */
final class ReductionCases {
  private ReductionCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ANY_INPUTS);
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int n : Cases.SIZES) {
        reduce(cases, dtype, new int[] {n}, new int[] {1});
        reduce(cases, dtype, new int[] {3, n}, new int[] {3, 1});
        reduce(cases, dtype, new int[] {n, 8}, new int[] {1, 8});
        softmaxes(cases, dtype, 1, 7, n);
        softmaxes(cases, dtype, 0, n, 3);
      }
      reduce(cases, dtype, new int[] {2, 13, 7, 8}, new int[] {1, 13, 1, 1});
      reduce(cases, dtype, new int[] {2, 13, 7, 8}, new int[] {2, 1, 7, 8});
      reduce(cases, dtype, new int[] {2, 13, 7, 8}, new int[] {2, 13, 1, 1});
      reduce(cases, dtype, new int[] {2, 13, 7, 8}, new int[] {1, 1, 1, 1});
      reduce(cases, dtype, new int[] {3, 1}, new int[] {3, 1});
      reduce(cases, dtype, new int[] {}, new int[] {});
      softmaxes(cases, dtype, 1, 2, 8, 3, 5);
      topK(cases, dtype);
    }
    edges(cases);
    return cases.all();
  }

  private static void reduce(Cases cases, DType dtype, int[] dims, int[] result) {
    for (ReduceFunction f : ReduceFunction.values()) {
      Tolerance tolerance =
          switch (f) {
            case MAXIMUM, MINIMUM -> Tolerance.exact();
            // Sums accumulate in double: what is left is the rounding at the store.
            case SUM, MEAN -> Tolerance.of(dtype == DType.FLOAT64 ? 8 : 1, sumLength(dtype, dims));
          };
      cases.add(
          "reduce " + f + " to " + Shape.of(result),
          List.of(TestTensors.uniform(dtype, -1, 3, 21, dims)),
          List.of(type(dtype, result)),
          tolerance,
          (k, in, out, w) -> k.reduction().reduce(f, in.get(0), out.get(0)));
    }
  }

  private static int sumLength(DType dtype, int... dims) {
    return dtype == DType.FLOAT64 ? Shape.of(dims).elements() : 1;
  }

  private static void softmaxes(Cases cases, DType dtype, int axis, int... dims) {
    HostTensor x = TestTensors.uniform(dtype, -5, 5, 22, dims);
    HostTensor dy = TestTensors.uniform(dtype, -1, 1, 23, dims);
    HostTensor probability = TestTensors.uniform(dtype, 0, 1, 24, dims);
    HostTensor logProbability = TestTensors.uniform(dtype, -6, -1, 25, dims);
    List<TensorType> same = List.of(type(dtype, dims));
    int length = Math.max(dims[axis], 1);
    cases.add(
        "softmax along " + axis,
        List.of(x),
        same,
        Tolerance.of(4, length),
        (k, in, out, w) -> k.reduction().softmax(axis, in.get(0), out.get(0)));
    cases.add(
        "log softmax along " + axis,
        List.of(x),
        same,
        Tolerance.of(4, length),
        (k, in, out, w) -> k.reduction().logSoftmax(axis, in.get(0), out.get(0)));
    cases.add(
        "softmax gradient along " + axis,
        List.of(probability, dy),
        same,
        Tolerance.of(4, length),
        (k, in, out, w) -> k.reduction().softmaxGradient(axis, in.get(0), in.get(1), out.get(0)));
    cases.add(
        "log softmax gradient along " + axis,
        List.of(logProbability, dy),
        same,
        Tolerance.of(4, length),
        (k, in, out, w) ->
            k.reduction().logSoftmaxGradient(axis, in.get(0), in.get(1), out.get(0)));
  }

  private static void topK(Cases cases, DType dtype) {
    int[][] shapes = {{1, 1}, {7, 7}, {33, 5}, {207, 207}, {1021, 100}, {8, 0}};
    for (int[] s : shapes) {
      // Whole numbers tie often; ties keep the order of their positions.
      for (HostTensor x :
          List.of(
              TestTensors.steps(dtype, 20, 26, 3, s[0]),
              TestTensors.uniform(dtype, -1, 1, 27, 3, s[0]))) {
        topK(cases, x, s[1]);
      }
    }
    topK(cases, TestTensors.uniform(dtype, -1, 1, 28, 32), 8);
  }

  private static void topK(Cases cases, HostTensor x, int count) {
    Shape shape = x.shape().with(-1, count);
    cases.add(
        "top " + count,
        List.of(x),
        List.of(x.type().withShape(shape), new TensorType(shape, DType.INT32)),
        Tolerance.exact(),
        (k, in, out, w) -> k.reduction().topK(in.get(0), out.get(0), out.get(1)));
  }

  private static void edges(Cases cases) {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    HostTensor x =
        HostTensor.of(
            Shape.of(4, 5),
            1,
            nan,
            3,
            -0f,
            0f,
            0f,
            -0f,
            nan,
            nan,
            2,
            -infinity,
            1,
            infinity,
            1,
            1,
            -1e30f,
            1e30f,
            3,
            2,
            1);
    for (ReduceFunction f : List.of(ReduceFunction.MAXIMUM, ReduceFunction.MINIMUM)) {
      cases.add(
          "reduce " + f + " with NaN",
          List.of(x),
          List.of(type(DType.FLOAT32, 4, 1)),
          Tolerance.exact(),
          (k, in, out, w) -> k.reduction().reduce(f, in.get(0), out.get(0)));
    }
    topK(cases, x, 5);
    HostTensor large = HostTensor.of(Shape.of(2, 3), 1e30f, 1e30f, -1e30f, -200f, -201f, -202f);
    cases.add(
        "softmax of large values",
        List.of(large),
        List.of(type(DType.FLOAT32, 2, 3)),
        Tolerance.of(4, 3),
        (k, in, out, w) -> k.reduction().softmax(1, in.get(0), out.get(0)));
    cases.add(
        "log softmax of large values",
        List.of(large),
        List.of(type(DType.FLOAT32, 2, 3)),
        Tolerance.of(4, 3),
        (k, in, out, w) -> k.reduction().logSoftmax(1, in.get(0), out.get(0)));
    // 2^24 + 1 is no float: a sum in float32 would lose every one of these.
    float[] ones = new float[1001];
    Arrays.fill(ones, 1f);
    ones[0] = 0x1p24f;
    cases.add(
        "reduce SUM in double",
        List.of(HostTensor.of(Shape.of(1001), ones)),
        List.of(type(DType.FLOAT32, 1)),
        Tolerance.exact(),
        (k, in, out, w) -> k.reduction().reduce(ReduceFunction.SUM, in.get(0), out.get(0)));
  }
}
