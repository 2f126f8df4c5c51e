package org.tucana.core.contract;

import static org.tucana.core.contract.Cases.float32;

import java.util.ArrayList;
import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer.Adam;
import org.tucana.core.kernel.Optimizer.AdamTensors;
import org.tucana.core.kernel.Optimizer.Sgd;
import org.tucana.core.kernel.Optimizer.SgdTensors;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/**
 * Cases of {@link org.tucana.core.kernel.Optimizer}. What a step overwrites is an output that the
 * input was copied to.
 */
final class OptimizerCases {
  private static final Adam ADAM = new Adam(1e-2, 0.9, 0.999, 1e-8, 1e-2, false, 1);

  private OptimizerCases() {}

  static List<KernelCase> all() {
    Cases cases = new Cases(KernelCase.Strides.ROW_MAJOR);
    for (int n : Cases.SIZES) {
      sgd(cases, new Sgd(0.1, 0.9, 1e-2, false, false), n);
      sgd(cases, new Sgd(0.1, 0.9, 1e-2, true, false), n);
      sgd(cases, new Sgd(0.1, 0.9, 0, true, true), n);
      sgd(cases, new Sgd(0.1, 0, 0, false, true), n);
      sgd(cases, new Sgd(0.1, 0, 1e-2, false, false), n);
      adam(cases, ADAM, n);
      adam(cases, new Adam(1e-2, 0.9, 0.999, 1e-8, 1e-2, true, 7), n);
      adam(cases, new Adam(1e-2, 0.9, 0.999, 1e-8, 0, true, 100_000), n);
    }
    Sgd plain = new Sgd(0.1, 0.9, 1e-4, false, false);
    for (int[] several : new int[][] {{}, {0}, Cases.SIZES, {5000, 4096, 0, 1, 8193, 0}}) {
      sgd(cases, plain, several);
      adam(cases, ADAM, several);
    }
    return cases.all();
  }

  /** Uniform in [-1, 1), one for each size. */
  private static List<HostTensor> uniform(long seed, int... sizes) {
    List<HostTensor> tensors = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      tensors.add(TestTensors.uniform(seed + i, sizes[i]));
    }
    return tensors;
  }

  /** Uniform in [0, 1), one for each size. */
  private static List<HostTensor> squares(long seed, int... sizes) {
    List<HostTensor> tensors = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      tensors.add(TestTensors.uniform(DType.FLOAT32, 0, 1, seed + i, sizes[i]));
    }
    return tensors;
  }

  /** Copies inputs from {@code first} on to the outputs, which the step then overwrites. */
  private static List<Operand> overwritten(
      Kernels kernels, List<Operand> in, int first, List<Operand> out) {
    for (int i = 0; i < out.size(); i++) {
      kernels.pointwise().copy(in.get(first + i), out.get(i));
    }
    return out;
  }

  private static List<TensorType> types(int copies, int... sizes) {
    List<TensorType> types = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      for (int size : sizes) {
        types.add(float32(size));
      }
    }
    return types;
  }

  /** Among several parameters there is a lone number whose terms, of up to 1, cancel. */
  private static Tolerance tolerance(double factor, int... sizes) {
    Tolerance tolerance = Tolerance.of(factor, 1);
    return sizes.length == 1 ? tolerance : tolerance.atLeast(1);
  }

  private static void sgd(Cases cases, Sgd step, int... sizes) {
    List<HostTensor> inputs = new ArrayList<>(uniform(1100, sizes));
    inputs.addAll(uniform(1200, sizes));
    inputs.addAll(uniform(1300, sizes));
    int n = sizes.length;
    cases.add(
        step.toString(),
        inputs,
        types(2, sizes),
        tolerance(2, sizes),
        (k, in, out, w) -> {
          List<Operand> states = overwritten(k, in, n, out);
          List<SgdTensors> parameters = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            parameters.add(new SgdTensors(states.get(i), in.get(i), states.get(n + i)));
          }
          k.optimizer().sgd(step, parameters);
        });
  }

  private static void adam(Cases cases, Adam step, int... sizes) {
    List<HostTensor> inputs = new ArrayList<>(uniform(1400, sizes));
    inputs.addAll(uniform(1500, sizes));
    inputs.addAll(uniform(1600, sizes));
    inputs.addAll(squares(1700, sizes));
    int n = sizes.length;
    cases.add(
        step.toString(),
        inputs,
        types(3, sizes),
        tolerance(4, sizes),
        (k, in, out, w) -> {
          List<Operand> states = overwritten(k, in, n, out);
          List<AdamTensors> parameters = new ArrayList<>();
          for (int i = 0; i < n; i++) {
            parameters.add(
                new AdamTensors(
                    states.get(i), in.get(i), states.get(n + i), states.get(2 * n + i)));
          }
          k.optimizer().adam(step, parameters);
        });
  }
}
