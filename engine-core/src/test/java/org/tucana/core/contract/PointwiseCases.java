package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.type;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Levels;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Cases of {@link org.tucana.core.kernel.Pointwise}. */
final class PointwiseCases {
  private static final List<DType> FLOATING = List.of(DType.FLOAT32, DType.FLOAT64);

  private PointwiseCases() {}

  /** A range of lengths, and shapes whose axes a stride or a permutation separates. */
  private static List<int[]> shapes() {
    List<int[]> shapes = new ArrayList<>();
    for (int n : Cases.SIZES) {
      shapes.add(new int[] {n});
    }
    shapes.add(new int[0]);
    shapes.add(new int[] {3, 7});
    shapes.add(new int[] {33, 31});
    shapes.add(new int[] {2, 3, 8, 13});
    shapes.add(new int[] {1, 32, 1, 207});
    return shapes;
  }

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ANY);
    for (DType dtype : FLOATING) {
      for (int[] dims : shapes()) {
        unary(cases, dtype, dims);
        binary(cases, dtype, dims);
        others(cases, dtype, dims);
      }
    }
    edges(cases);
    broadcast(cases);
    conversions(cases);
    return cases.all();
  }

  private static void unary(Cases cases, DType dtype, int... dims) {
    for (UnaryFunction f : UnaryFunction.values()) {
      double low = f == UnaryFunction.LOG || f == UnaryFunction.SQRT ? 1e-3 : -8;
      HostTensor x =
          f == UnaryFunction.RECIPROCAL
              ? TestTensors.uniform(dtype, 0.5, 8, 1, dims)
              : TestTensors.uniform(dtype, low, 8, 1, dims);
      Tolerance tolerance =
          switch (f) {
            case NEGATE, ABS, RELU -> Tolerance.exact();
            case EXP, LOG, SQRT, RECIPROCAL, SIGMOID, TANH -> Tolerance.of(2, 1);
          };
      cases.add(
          "unary " + f,
          List.of(x),
          List.of(type(dtype, dims)),
          tolerance,
          (k, in, out, w) -> k.pointwise().unary(f, in.get(0), out.get(0)));
    }
  }

  private static void binary(Cases cases, DType dtype, int... dims) {
    for (BinaryFunction f : BinaryFunction.values()) {
      // Whole numbers, so that comparisons meet equal values; from 1 on, to divide by.
      HostTensor a = TestTensors.steps(dtype, 5, 2, dims);
      HostTensor b =
          f == BinaryFunction.DIVIDE
              ? TestTensors.uniform(dtype, 0.5, 3, 3, dims)
              : TestTensors.steps(dtype, 5, 3, dims);
      cases.add(
          "binary " + f,
          List.of(a, b),
          List.of(type(comparison(f) ? DType.BOOL : dtype, dims)),
          f == BinaryFunction.DIVIDE ? Tolerance.of(1, 1) : Tolerance.exact(),
          (k, in, out, w) -> k.pointwise().binary(f, in.get(0), in.get(1), out.get(0)));
    }
    HostTensor y = TestTensors.uniform(dtype, -1, 1, 4, dims);
    HostTensor dy = TestTensors.uniform(dtype, -1, 1, 5, dims);
    for (BinaryFunction f :
        List.of(
            BinaryFunction.ADD,
            BinaryFunction.SUBTRACT,
            BinaryFunction.MULTIPLY,
            BinaryFunction.RELU_GRADIENT,
            BinaryFunction.SIGMOID_GRADIENT,
            BinaryFunction.TANH_GRADIENT)) {
      cases.add(
          "binary " + f + " of fractions",
          List.of(dy, y),
          List.of(type(dtype, dims)),
          Tolerance.of(2, 1),
          (k, in, out, w) -> k.pointwise().binary(f, in.get(0), in.get(1), out.get(0)));
    }
  }

  private static boolean comparison(BinaryFunction f) {
    return f == BinaryFunction.GREATER
        || f == BinaryFunction.GREATER_EQUAL
        || f == BinaryFunction.EQUAL;
  }

  private static void others(Cases cases, DType dtype, int... dims) {
    HostTensor x = TestTensors.uniform(dtype, -2, 2, 6, dims);
    HostTensor z = TestTensors.uniform(dtype, -2, 2, 7, dims);
    List<TensorType> same = List.of(type(dtype, dims));
    cases.add(
        "affine",
        List.of(x),
        same,
        Tolerance.of(2, 1),
        (k, in, out, w) -> k.pointwise().affine(-1.7, 0.3, in.get(0), out.get(0)));
    cases.add(
        "clamp",
        List.of(x),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().clamp(-0.5, 0.25, in.get(0), out.get(0)));
    cases.add(
        "round",
        List.of(x),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().round(new Levels(0.017, -100, 80), in.get(0), out.get(0)));
    cases.add(
        "round halfway",
        List.of(TestTensors.steps(dtype, 9, 2, dims)),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().round(new Levels(2, -1, 3), in.get(0), out.get(0)));
    cases.add(
        "select",
        List.of(TestTensors.bools(8, dims), x, z),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().select(in.get(0), in.get(1), in.get(2), out.get(0)));
    cases.add(
        "fill",
        List.of(),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().fill(0.75, out.get(0)));
    cases.add(
        "copy",
        List.of(x),
        same,
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().copy(in.get(0), out.get(0)));
  }

  /** NaN, infinities, zeros of both signs, values that overflow. */
  private static void edges(Cases cases) {
    float[] special = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      1e-40f,
      100f,
      -100f,
      1e30f,
      -1e30f,
      88.8f,
      -104f,
      3f
    };
    HostTensor x = HostTensor.of(Shape.of(13), special);
    float[] turned = new float[special.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = special[(i * 5 + 3) % special.length];
    }
    HostTensor z = HostTensor.of(Shape.of(13), turned);
    for (UnaryFunction f : UnaryFunction.values()) {
      for (int i = 0; i < special.length; i++) {
        // One by one: the tolerance is relative to each value.
        HostTensor one = HostTensor.of(Shape.of(1), special[i]);
        cases.add(
            "unary " + f + " at " + special[i],
            List.of(one),
            List.of(type(DType.FLOAT32, 1)),
            Tolerance.of(2, 1).atLeast(Float.MIN_NORMAL / Math.ulp(1f)),
            (k, in, out, w) -> k.pointwise().unary(f, in.get(0), out.get(0)));
      }
    }
    for (BinaryFunction f :
        List.of(
            BinaryFunction.MAXIMUM,
            BinaryFunction.MINIMUM,
            BinaryFunction.GREATER,
            BinaryFunction.GREATER_EQUAL,
            BinaryFunction.EQUAL,
            BinaryFunction.ADD,
            BinaryFunction.RELU_GRADIENT)) {
      cases.add(
          "binary " + f + " at edges",
          List.of(x, z),
          List.of(type(comparison(f) ? DType.BOOL : DType.FLOAT32, 13)),
          Tolerance.exact(),
          (k, in, out, w) -> k.pointwise().binary(f, in.get(0), in.get(1), out.get(0)));
    }
    cases.add(
        "clamp at edges",
        List.of(x),
        List.of(type(DType.FLOAT32, 13)),
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().clamp(-1, 1, in.get(0), out.get(0)));
    cases.add(
        "round at edges",
        List.of(x),
        List.of(type(DType.FLOAT32, 13)),
        Tolerance.exact(),
        (k, in, out, w) -> k.pointwise().round(new Levels(0.7, 0, 255), in.get(0), out.get(0)));
  }

  /** A column and a row that strides of 0 repeat. */
  private static void broadcast(Cases cases) {
    int[][][] shapes = {
      {{31, 1}, {1, 33}, {31, 33}},
      {{13}, {8, 13}, {8, 13}},
      {{2, 8, 1, 1}, {2, 8, 7, 33}, {2, 8, 7, 33}},
      {{}, {3, 7}, {3, 7}},
      {{1, 3}, {0, 3}, {0, 3}}
    };
    for (DType dtype : FLOATING) {
      for (int[][] s : shapes) {
        Shape shape = Shape.of(s[2]);
        cases.add(
            "binary ADD, broadcast",
            List.of(
                TestTensors.uniform(dtype, -1, 1, 9, s[0]),
                TestTensors.uniform(dtype, -1, 1, 10, s[1])),
            List.of(new TensorType(shape, dtype)),
            Tolerance.exact(),
            (k, in, out, w) ->
                k.pointwise()
                    .binary(
                        BinaryFunction.ADD,
                        in.get(0).broadcastTo(shape),
                        in.get(1).broadcastTo(shape),
                        out.get(0)));
        cases.add(
            "copy, broadcast",
            List.of(TestTensors.uniform(dtype, -1, 1, 11, s[0])),
            List.of(new TensorType(shape, dtype)),
            Tolerance.exact(),
            (k, in, out, w) -> k.pointwise().copy(in.get(0).broadcastTo(shape), out.get(0)));
      }
    }
  }

  /** Every type to every other. */
  private static void conversions(Cases cases) {
    for (HostTensor x : samples()) {
      for (DType to : DType.values()) {
        cases.add(
            "copy to " + to,
            List.of(x),
            List.of(new TensorType(x.shape(), to)),
            Tolerance.exact(),
            (k, in, out, w) -> k.pointwise().copy(in.get(0), out.get(0)));
      }
    }
    for (DType dtype : List.of(DType.INT32, DType.INT64, DType.UINT8, DType.BOOL)) {
      cases.add(
          "fill",
          List.of(),
          List.of(type(dtype, 3, 13)),
          Tolerance.exact(),
          (k, in, out, w) -> k.pointwise().fill(1, out.get(0)));
    }
  }

  private static List<HostTensor> samples() {
    double[] values = {0, 1, -1, 2.75, -2.75, 250, 300, 70000, -70000, 1.0009765, 3e9, -3e9, 1e-6};
    float[] floats = new float[values.length];
    int[] ints = new int[values.length];
    long[] longs = new long[values.length];
    byte[] bytes = new byte[values.length];
    byte[] bools = new byte[values.length];
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
      ints[i] = (int) values[i];
      longs[i] = (long) values[i];
      bytes[i] = (byte) (37 * i);
      bools[i] = (byte) (i % 2);
      halves[i] = (short) (997 * i);
    }
    Shape shape = Shape.of(values.length);
    return List.of(
        HostTensor.of(shape, values),
        HostTensor.of(shape, floats),
        HostTensor.of(Shape.of(1), Float.NaN),
        HostTensor.of(shape, ints),
        HostTensor.of(shape, longs),
        HostTensor.ofBytes(shape, DType.UINT8, bytes),
        HostTensor.ofBytes(shape, DType.BOOL, bools),
        HostTensor.ofShorts(shape, DType.FLOAT16, halves),
        HostTensor.ofShorts(shape, DType.BFLOAT16, halves),
        HostTensor.of(Shape.of(2), Long.MAX_VALUE, Long.MIN_VALUE + 1));
  }
}
