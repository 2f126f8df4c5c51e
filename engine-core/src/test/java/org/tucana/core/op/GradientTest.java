package org.tucana.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.Backends;
import org.tucana.core.EagerSession;
import org.tucana.core.Gradient;
import org.tucana.core.Tensor;
import org.tucana.core.testing.StrictReference;
import org.tucana.core.type.HostTensor;

/** Every gradient rule against central differences in double on the reference backend. */
class GradientTest {
  private static final int SEEDS = 3;

  /** The second computes alike but gives unwritten and released memory poisoned values. */
  private static List<Backend> backends() {
    return List.of(Backends.open("reference", BackendOptions.defaults()), new StrictReference());
  }

  static Stream<OperatorCase> rules() {
    return OperatorCases.all().stream().filter(c -> c.op().gradient() instanceof Gradient.Rule);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void agreesWithCentralDifferences(OperatorCase c) {
    for (Backend backend : backends()) {
      try (backend) {
        try (EagerSession session = new EagerSession(backend)) {
          for (int seed = 0; seed < SEEDS; seed++) {
            check(session, c, seed);
          }
        }
        assertEquals(List.of(), backend.memory().liveLabels());
      }
    }
  }

  private static void check(EagerSession session, OperatorCase c, long seed) {
    List<HostTensor> inputs = new ArrayList<>();
    for (int k = 0; k < c.arguments().size(); k++) {
      inputs.add(c.arguments().get(k).draw(seed, k));
    }
    String label = c + ", seed " + seed + " on " + session.backend().name();
    new CentralDifferences(session, label, in -> weightedSum(session.run(c.op(), in), seed))
        .check(inputs, c.arguments().stream().map(Argument::varies).toList());
  }

  /** Sum of the first output times random weights, so that no two output gradients are equal. */
  private static Tensor weightedSum(List<Tensor> outputs, long seed) {
    Tensor y = outputs.getFirst();
    Argument weights = new Argument(y.type(), Argument.smooth().values(), false);
    Tensor w = y.session().upload(weights.draw(seed, 100));
    return Reductions.sum(Arithmetic.multiply(y, w));
  }
}
