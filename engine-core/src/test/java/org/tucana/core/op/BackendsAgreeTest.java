package org.tucana.core.op;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradients;
import org.tucana.core.Tape;
import org.tucana.core.Tensor;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;

/** Losses and gradients of random tapes in float32, each backend against the reference. */
class BackendsAgreeTest {
  private static final int TAPES = 24;
  private static final int STEPS = 8;

  /**
   * Each step forward and back sums up to 27 products; errors of the steps add up, and a
   * normalisation may multiply what comes before it by 1 / sqrt(0.1).
   */
  private static final Tolerance TOLERANCE = Tolerance.of(2 * STEPS, 27);

  @TestFactory
  Stream<DynamicTest> randomTapes() {
    return TestBackends.compared()
        .flatMap(name ->
            IntStream.range(0, TAPES)
                .mapToObj(seed -> dynamicTest(name + ", seed " + seed, () -> compare(name, seed))));
  }

  private static void compare(String name, long seed) {
    List<HostTensor> exact = results("reference", seed, DType.FLOAT64);
    List<HostTensor> expected = results("reference", seed, DType.FLOAT32);
    List<HostTensor> actual = results(name, seed, DType.FLOAT32);
    for (int k = 0; k < expected.size(); k++) {
      TOLERANCE
          .atLeast(magnitudeOfCancelled(exact.get(k), expected.get(k)))
          .check(
              "random tape " + seed + " on " + name + ", result " + k,
              expected.get(k),
              actual.get(k));
    }
  }

  /**
   * Of a gradient that is nothing but rounding (of a shift, say, that a normalisation takes away
   * again): the least size that its terms had before they cancelled. 0 for all others.
   */
  private static double magnitudeOfCancelled(HostTensor exact, HostTensor rounded) {
    double largest = 0;
    double rounding = 0;
    for (int i = 0; i < exact.shape().elements(); i++) {
      largest = Math.max(largest, Math.abs(exact.get(i)));
      rounding = Math.max(rounding, Math.abs(exact.get(i) - rounded.get(i)));
    }
    return largest < rounding ? rounding / Tolerance.epsilon(DType.FLOAT32) : 0;
  }

  /** The loss and the gradients of all inputs that it depends on. */
  private static List<HostTensor> results(String name, long seed, DType dtype) {
    RandomTape random = new RandomTape(seed, STEPS);
    try (Backend backend = TestBackends.open(name);
        EagerSession session = new EagerSession(backend);
        Tape tape = session.tape(List.of())) {
      List<Tensor> in = new ArrayList<>();
      for (HostTensor values : random.inputs()) {
        in.add(tape.watch(Arithmetic.cast(session.upload(values), dtype)));
      }
      Tensor loss = random.loss(in);
      Gradients gradients = tape.backward(loss);
      List<HostTensor> results = new ArrayList<>(List.of(loss.read()));
      in.forEach(t -> gradients.of(t).ifPresent(g -> results.add(g.read())));
      return results;
    }
  }
}
