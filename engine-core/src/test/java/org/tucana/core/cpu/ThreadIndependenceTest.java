package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.BackendOptions;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.reference.ReferenceBackend;
import org.tucana.core.type.HostTensor;

/**
 * The kernels on operands that span many chunks: the same bytes for one, two and three threads, and
 * the reference backend's values within 4 * epsilon * sqrt(terms) of the largest.
 */
final class ThreadIndependenceTest {
  private static final float EPSILON = Math.ulp(1f);

  static List<KernelCase> cases() {
    return LargeCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bytesDoNotDependOnTheNumberOfThreads(KernelCase kernel) {
    List<HostTensor> one = runOn(1, kernel);
    for (int threads = 2; threads <= 3; threads++) {
      List<HostTensor> more = runOn(threads, kernel);
      for (int k = 0; k < one.size(); k++) {
        assertArrayEquals(bits(one.get(k)), bits(more.get(k)), threads + " threads, output " + k);
      }
    }
    Kernels reference = ReferenceBackend.referenceKernels();
    List<HostTensor> expected = kernel.run(reference);
    for (int k = 0; k < one.size(); k++) {
      assertClose(kernel, k, expected.get(k), one.get(k));
    }
  }

  private static List<HostTensor> runOn(int threads, KernelCase kernel) {
    try (CpuBackend backend = new CpuBackend(BackendOptions.threads(threads))) {
      return kernel.run(backend.kernels());
    }
  }

  private static long[] bits(HostTensor values) {
    long[] bits = new long[values.shape().elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values.get(i));
    }
    return bits;
  }

  private static void assertClose(
      KernelCase kernel, int output, HostTensor expected, HostTensor actual) {
    double largest = 0;
    for (int i = 0; i < expected.shape().elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    boolean integers = !expected.type().dtype().isDifferentiable();
    double tolerance = integers ? 0 : 4 * EPSILON * Math.sqrt(kernel.terms()) * largest;
    for (int i = 0; i < expected.shape().elements(); i++) {
      if (!(Math.abs(expected.get(i) - actual.get(i)) <= tolerance)) {
        fail(
            kernel.name()
                + ": output "
                + output
                + " element "
                + i
                + ", expected "
                + expected.get(i)
                + ", got "
                + actual.get(i)
                + ", tolerance "
                + tolerance);
      }
    }
  }
}
