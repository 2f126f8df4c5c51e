package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;
import static org.tucana.core.contract.Cases.int32;

import java.util.List;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Cases of {@link org.tucana.core.kernel.Pooling}. */
final class PoolingCases {
  private PoolingCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    PoolGeometry stem = new PoolGeometry(3, 2, 1);
    PoolGeometry half = new PoolGeometry(2, 2, 0);
    maximum(cases, stem, 1, 3, 7, 8);
    maximum(cases, stem, 2, 8, 32, 33);
    maximum(cases, stem, 1, 1, 1, 1);
    maximum(cases, stem, 1, 2, 13, 207);
    maximum(cases, stem, 0, 3, 7, 7);
    maximum(cases, half, 2, 3, 8, 31);
    maximum(cases, half, 1, 1, 2, 1021);
    maximum(cases, new PoolGeometry(1, 2, 0), 2, 5, 13, 13);
    maximum(cases, new PoolGeometry(3, 1, 1), 1, 2, 8, 8);
    maximum(cases, new PoolGeometry(5, 3, 2), 1, 2, 13, 17);
    maximum(cases, new PoolGeometry(2, 3, 0), 1, 2, 8, 9);
    edges(cases);
    average(cases, 1, 1, 2, 3, 7, 7);
    average(cases, 1, 1, 1, 207, 1, 1);
    average(cases, 7, 7, 1, 3, 13, 31);
    average(cases, 7, 7, 1, 2, 3, 3);
    average(cases, 3, 5, 2, 3, 8, 32);
    average(cases, 1, 1, 1, 2, 33, 1021);
    return cases.all();
  }

  private static void maximum(Cases cases, PoolGeometry g, int... dims) {
    int[] result = {dims[0], dims[1], g.output(dims[2]), g.output(dims[3])};
    // Whole numbers tie often; ties go to the first.
    for (HostTensor x :
        List.of(TestTensors.steps(DType.FLOAT32, 4, 71, dims), TestTensors.uniform(72, dims))) {
      maximum(cases, g, x);
    }
    cases.add(
        g + " gradient",
        List.of(TestTensors.uniform(73, result), TestTensors.ints(dims[2] * dims[3], 74, result)),
        List.of(float32(dims)),
        Tolerance.of(2, (long) g.size() * g.size()),
        (k, in, out, w) -> k.pooling().maximumGradient(in.get(0), in.get(1), out.get(0)));
  }

  private static void maximum(Cases cases, PoolGeometry g, HostTensor x) {
    int[] result = {
      x.shape().dim(0), x.shape().dim(1), g.output(x.shape().dim(2)), g.output(x.shape().dim(3))
    };
    cases.add(
        g + " maximum",
        List.of(x),
        List.of(float32(result), int32(result)),
        Tolerance.exact(),
        (k, in, out, w) -> k.pooling().maximum(g, in.get(0), out.get(0), out.get(1)));
  }

  private static void edges(Cases cases) {
    float nan = Float.NaN;
    float least = Float.NEGATIVE_INFINITY;
    HostTensor x =
        HostTensor.of(
            Shape.of(1, 1, 4, 4),
            least,
            least,
            1,
            nan,
            least,
            least,
            nan,
            5,
            -0f,
            0f,
            7,
            7,
            0f,
            -0f,
            7,
            7);
    maximum(cases, new PoolGeometry(2, 2, 0), x);
    maximum(cases, new PoolGeometry(3, 2, 1), x);
  }

  private static void average(Cases cases, int rows, int columns, int... dims) {
    int[] result = {dims[0], dims[1], rows, columns};
    long window = (long) Math.ceilDiv(dims[2], rows) * Math.ceilDiv(dims[3], columns);
    cases.add(
        "adaptive average to " + rows + "x" + columns,
        List.of(TestTensors.uniform(DType.FLOAT32, 0, 1, 75, dims)),
        List.of(float32(result)),
        Tolerance.of(2, window),
        (k, in, out, w) -> k.pooling().adaptiveAverage(in.get(0), out.get(0)));
    cases.add(
        "adaptive average gradient from " + rows + "x" + columns,
        List.of(TestTensors.uniform(76, result)),
        List.of(float32(dims)),
        Tolerance.of(2, (long) rows * columns),
        (k, in, out, w) -> k.pooling().adaptiveAverageGradient(in.get(0), out.get(0)));
  }
}
