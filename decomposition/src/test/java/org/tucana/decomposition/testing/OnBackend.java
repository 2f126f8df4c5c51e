package org.tucana.decomposition.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.cp.Cp;

/** Runs tests on a session of their own and makes tensors for them. */
public final class OnBackend {
  private OnBackend() {}

  /** The backends that decompositions are tested on. */
  public static Stream<String> backends() {
    return TestBackends.names("cpu", "strict");
  }

  /** Each of them with both element types. */
  public static Stream<Arguments> types() {
    return backends()
        .flatMap(backend ->
            Stream.of(DType.FLOAT32, DType.FLOAT64).map(dtype -> Arguments.of(backend, dtype)));
  }

  /** Runs on that backend, unless another was chosen; looks for leaks at the end. */
  public static <T> T run(String otherwise, Function<EagerSession, T> body) {
    try (Backend backend = TestBackends.chosen(otherwise, BackendOptions.threads(2))) {
      T result;
      try (EagerSession session = new EagerSession(backend)) {
        result = body.apply(session);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
      return result;
    }
  }

  /** Random factors, one a mode, uniform in a range. */
  public static List<Tensor> factors(
      EagerSession session, DType dtype, double low, long seed, int rank, int... shape) {
    List<Tensor> factors = new ArrayList<>();
    for (int mode = 0; mode < shape.length; mode++) {
      factors.add(
          session.upload(TestTensors.uniform(dtype, low, 1, seed + mode, shape[mode], rank)));
    }
    return factors;
  }

  /** A tensor of random components without noise. */
  public static Tensor components(
      EagerSession session, DType dtype, double low, long seed, int rank, int... shape) {
    Tensor weights = session.upload(TestTensors.uniform(dtype, 1, 2, seed + 100, rank));
    return Cp.rows(weights, factors(session, dtype, low, seed, rank, shape), 0, shape[0]);
  }

  /** The values of all parts, for comparisons to the last bit. */
  public static List<List<Double>> values(Decomposition found) {
    List<List<Double>> all = new ArrayList<>();
    for (Tensor part : found.parts().values()) {
      HostTensor host = part.read();
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < host.shape().elements(); i++) {
        values.add(host.get(i));
      }
      all.add(values);
    }
    return all;
  }

  /** Whether errors never rise by more than rounding. */
  public static void neverRises(List<Double> errors, double rounding) {
    for (int i = 1; i < errors.size(); i++) {
      double before = errors.get(i - 1);
      double after = errors.get(i);
      if (after > before + rounding) {
        throw new AssertionError(
            "sweep " + (i + 1) + ": the error rose from " + before + " to " + after);
      }
    }
  }
}
