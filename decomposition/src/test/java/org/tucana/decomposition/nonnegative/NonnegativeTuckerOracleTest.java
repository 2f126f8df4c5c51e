package org.tucana.decomposition.nonnegative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.testing.OracleRandom;
import org.tucana.decomposition.testing.Requests;
import org.tucana.decomposition.tucker.Tucker;

/** Nonnegative Tucker decompositions by TensorLy in double. */
class NonnegativeTuckerOracleTest {
  private static final double ITERATED = 1e-9;
  private static final double CONVERGED = 1e-6;

  static Stream<Arguments> cases() throws IOException {
    return cases(TestBackends.names().toList());
  }

  /** For what takes many sweeps. */
  static Stream<Arguments> casesOfManySweeps() throws IOException {
    return cases(TestBackends.names("cpu").toList());
  }

  private static Stream<Arguments> cases(List<String> backends) throws IOException {
    JsonNode file = new ObjectMapper().readTree(SharedData.require("oracles/cp_ntd.json").toFile());
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode one : file.get("ntd_cases")) {
      for (String backend : backends) {
        cases.add(Arguments.of(Named.of(one.get("name").asText(), one), backend));
      }
    }
    return cases.stream();
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asInt();
    }
    return numbers;
  }

  private static Integer[] ranks(JsonNode one) {
    return Arrays.stream(numbers(one.get("ranks"))).boxed().toArray(Integer[]::new);
  }

  /** A planted core times its factors, plus noise, as the file says. */
  private static Tensor input(EagerSession session, JsonNode one) {
    OracleRandom random = new OracleRandom(one.get("seed").asLong());
    int[] shape = numbers(one.get("shape"));
    int[] core = numbers(one.get("planted_core"));
    Tensor planted = session.upload(random.uniform(core));
    List<ModeProduct.Step> steps = new ArrayList<>();
    for (int mode = 0; mode < core.length; mode++) {
      steps.add(
          new ModeProduct.Step(mode, session.upload(random.uniform(shape[mode], core[mode]))));
    }
    return Arithmetic.add(
        ModeProduct.chain(planted, steps),
        Arithmetic.scale(session.upload(random.uniform(shape)), one.get("noise_sd").asDouble()));
  }

  private static NonnegativeTuckerStart.Given start(EagerSession session, JsonNode one) {
    OracleRandom random = new OracleRandom(one.get("init_seed").asLong());
    int[] shape = numbers(one.get("shape"));
    int[] ranks = numbers(one.get("ranks"));
    Tensor core = shifted(session, random, ranks);
    List<Tensor> factors = new ArrayList<>();
    for (int mode = 0; mode < ranks.length; mode++) {
      factors.add(shifted(session, random, shape[mode], ranks[mode]));
    }
    return new NonnegativeTuckerStart.Given(core, factors);
  }

  private static Tensor shifted(EagerSession session, OracleRandom random, int... dims) {
    return Arithmetic.affine(session.upload(random.uniform(dims)), 1, 0.1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void multiplicativeUpdatesFromGivenParts(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      int most = backendName.equals("cpu") ? 1000 : 10;
      Tensor x = input(session, one);
      double norm = one.get("norm").asDouble();
      assertEquals(norm, InnerProduct.norm(x), 1e-12 * norm);
      Tucker found =
          NonnegativeTucker.decompose(
              x,
              List.of(ranks(one)),
              NonnegativeTucker.Settings.defaults()
                  .by(NonnegativeRule.MULTIPLICATIVE)
                  .from(start(session, one))
                  .withSweeps(most)
                  .withTolerance(0));
      for (Map.Entry<String, JsonNode> expected :
          one.at("/multiplicative_update/rel_error_after").properties()) {
        int sweeps = Integer.parseInt(expected.getKey());
        if (sweeps <= most) {
          assertEquals(
              expected.getValue().asDouble(),
              found.history().relativeErrors().get(sweeps - 1),
              sweeps <= 100 ? ITERATED : CONVERGED,
              "after " + sweeps + " sweeps");
        }
      }
    }
  }

  @ParameterizedTest
  @Tag("slow-on-software-device")
  @MethodSource("casesOfManySweeps")
  void halsReachesWhatTensorLyReaches(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = input(session, one);
      Tucker given =
          NonnegativeTucker.decompose(
              x,
              List.of(ranks(one)),
              NonnegativeTucker.Settings.defaults()
                  .from(start(session, one))
                  .withSweeps(1000)
                  .withTolerance(1e-11));
      double converged = one.at("/hals/converged_n_iter_max1000_tol1e-10/rel_error").asDouble();
      noWorse(converged, given.relativeError());
    }
  }

  @ParameterizedTest
  @Tag("slow-on-software-device")
  @MethodSource("casesOfManySweeps")
  void theMethodReachesTheBestOfManyStarts(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = input(session, one);
      double best = one.at("/best_of_8_starts/hals_sorted/0").asDouble();
      DecompositionRequest request = Requests.ofRanks(ranks(one));
      noWorse(best, DecompositionMethods.named("ntd").decompose(x, request).relativeError());
    }
  }

  private static void noWorse(double reference, double error) {
    assertTrue(error <= reference * (1 + CONVERGED), () -> error + " is worse than " + reference);
  }
}
