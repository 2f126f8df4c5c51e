package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.type;

import java.util.List;
import java.util.Optional;
import org.tucana.core.kernel.Epilogue;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/** Cases of {@link org.tucana.core.kernel.Matmul}. */
final class MatmulCases {
  private static final int[][] SIZES = {
    {0, 3, 7},
    {3, 0, 7},
    {3, 7, 0},
    {1, 1, 1},
    {1, 1, 1021},
    {1, 1021, 3},
    {1021, 1, 3},
    {7, 8, 13},
    {13, 31, 32},
    {12, 32, 33},
    {31, 33, 8},
    {32, 32, 32},
    {33, 65, 207},
    {207, 33, 31},
    {25, 207, 300},
    {100, 70, 513}
  };

  private MatmulCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ANY_INPUTS);
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (int[] s : SIZES) {
        product(cases, dtype, s[0], s[1], s[2]);
        epilogues(cases, dtype, s[0], s[1], s[2]);
      }
      batches(cases, dtype);
    }
    return cases.all();
  }

  private static void product(Cases cases, DType dtype, int m, int n, int k) {
    cases.add(
        "matmul",
        List.of(
            TestTensors.uniform(dtype, -1, 1, 31, m, k),
            TestTensors.uniform(dtype, -1, 1, 32, k, n)),
        List.of(type(dtype, m, n)),
        Tolerance.ofProducts(4, k),
        (kernels, in, out, w) ->
            kernels.matmul().multiply(in.get(0), in.get(1), Epilogue.none(), out.get(0), w));
  }

  private static void epilogues(Cases cases, DType dtype, int m, int n, int k) {
    HostTensor a = TestTensors.uniform(dtype, -1, 1, 33, m, k);
    HostTensor b = TestTensors.uniform(dtype, -1, 1, 34, k, n);
    HostTensor bias = TestTensors.uniform(dtype, -1, 1, 35, n);
    cases.add(
        "matmul + bias, ReLU",
        List.of(a, b, bias),
        List.of(type(dtype, m, n)),
        Tolerance.ofProducts(4, k).atLeast(Math.sqrt(k) / 3 + 1),
        (kernels, in, out, w) ->
            kernels
                .matmul()
                .multiply(
                    in.get(0),
                    in.get(1),
                    new Epilogue(Optional.of(in.get(2)), Optional.empty(), true),
                    out.get(0),
                    w));
  }

  private static void batches(Cases cases, DType dtype) {
    cases.add(
        "batched matmul",
        List.of(
            TestTensors.uniform(dtype, -1, 1, 36, 2, 3, 13, 33),
            TestTensors.uniform(dtype, -1, 1, 37, 2, 3, 33, 8)),
        List.of(type(dtype, 2, 3, 13, 8)),
        Tolerance.ofProducts(4, 33),
        (kernels, in, out, w) ->
            kernels.matmul().multiply(in.get(0), in.get(1), Epilogue.none(), out.get(0), w));
    cases.add(
        "matmul of one matrix with many",
        List.of(
            TestTensors.uniform(dtype, -1, 1, 38, 13, 33),
            TestTensors.uniform(dtype, -1, 1, 39, 5, 33, 8)),
        List.of(type(dtype, 5, 13, 8)),
        Tolerance.ofProducts(4, 33),
        (kernels, in, out, w) ->
            kernels
                .matmul()
                .multiply(
                    in.get(0).broadcastTo(Shape.of(5, 13, 33)),
                    in.get(1),
                    Epilogue.none(),
                    out.get(0),
                    w));
  }
}
