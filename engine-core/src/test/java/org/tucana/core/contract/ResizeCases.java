package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.List;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;

/** Cases of {@link org.tucana.core.kernel.Resize}. */
final class ResizeCases {
  private ResizeCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    add(cases, 14, 16, 1, 2, 7, 8);
    add(cases, 7, 8, 1, 2, 7, 8);
    add(cases, 13, 31, 2, 3, 8, 33);
    add(cases, 3, 3, 1, 1, 32, 31);
    add(cases, 5, 7, 1, 2, 1, 1);
    add(cases, 1, 1, 1, 2, 13, 8);
    add(cases, 4, 1021, 1, 1, 2, 207);
    add(cases, 6, 6, 0, 3, 3, 3);
    return cases.all();
  }

  private static void add(Cases cases, int rows, int columns, int... dims) {
    int[] result = {dims[0], dims[1], rows, columns};
    long shared = (long) Math.ceilDiv(2 * rows, dims[2]) * Math.ceilDiv(2 * columns, dims[3]);
    // The places read depend on sizes alone; a coordinate's rounding moves the weights.
    Tolerance blended = Tolerance.of(4, shared);
    cases.add(
        "nearest to " + rows + "x" + columns,
        List.of(TestTensors.uniform(91, dims)),
        List.of(float32(result)),
        Tolerance.exact(),
        (k, in, out, w) -> k.resize().nearest(in.get(0), out.get(0)));
    cases.add(
        "nearest gradient from " + rows + "x" + columns,
        List.of(TestTensors.uniform(92, result)),
        List.of(float32(dims)),
        Tolerance.of(2, shared),
        (k, in, out, w) -> k.resize().nearestGradient(in.get(0), out.get(0)));
    cases.add(
        "bilinear to " + rows + "x" + columns,
        List.of(TestTensors.uniform(93, dims)),
        List.of(float32(result)),
        Tolerance.of(4, 4),
        (k, in, out, w) -> k.resize().bilinear(in.get(0), out.get(0)));
    cases.add(
        "bilinear gradient from " + rows + "x" + columns,
        List.of(TestTensors.uniform(94, result)),
        List.of(float32(dims)),
        blended,
        (k, in, out, w) -> k.resize().bilinearGradient(in.get(0), out.get(0)));
  }
}
