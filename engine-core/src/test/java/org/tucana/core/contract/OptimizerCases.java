package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.List;
import org.tucana.core.kernel.Optimizer.Adam;
import org.tucana.core.kernel.Optimizer.Sgd;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/** Cases of {@link org.tucana.core.kernel.Optimizer}. */
final class OptimizerCases {
  private OptimizerCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (int n : Cases.SIZES) {
      sgd(cases, new Sgd(0.1, 0.9, 1e-2, false, false), n);
      sgd(cases, new Sgd(0.1, 0.9, 1e-2, true, false), n);
      sgd(cases, new Sgd(0.1, 0.9, 0, true, true), n);
      sgd(cases, new Sgd(0.1, 0, 0, false, true), n);
      sgd(cases, new Sgd(0.1, 0, 1e-2, false, false), n);
      adam(cases, new Adam(1e-2, 0.9, 0.999, 1e-8, 1e-2, false, 1), n);
      adam(cases, new Adam(1e-2, 0.9, 0.999, 1e-8, 1e-2, true, 7), n);
      adam(cases, new Adam(1e-2, 0.9, 0.999, 1e-8, 0, true, 100_000), n);
    }
    sgd(cases, new Sgd(0.1, 0.9, 1e-4, false, false), 8, 3, 7, 7);
    return cases.all();
  }

  private static void sgd(Cases cases, Sgd step, int... dims) {
    cases.add(
        step.toString(),
        List.of(
            TestTensors.uniform(131, dims),
            TestTensors.uniform(132, dims),
            TestTensors.uniform(133, dims)),
        List.of(float32(dims), float32(dims)),
        Tolerance.of(2, 1),
        (k, in, out, w) ->
            k.optimizer().sgd(step, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1)));
  }

  private static void adam(Cases cases, Adam step, int... dims) {
    HostTensor squares = TestTensors.uniform(DType.FLOAT32, 0, 1, 134, dims);
    cases.add(
        step.toString(),
        List.of(
            TestTensors.uniform(135, dims),
            TestTensors.uniform(136, dims),
            TestTensors.uniform(137, dims),
            squares),
        List.of(float32(dims), float32(dims), float32(dims)),
        Tolerance.of(4, 1),
        (k, in, out, w) ->
            k.optimizer()
                .adam(
                    step,
                    in.get(0),
                    in.get(1),
                    in.get(2),
                    in.get(3),
                    out.get(0),
                    out.get(1),
                    out.get(2)));
  }
}
