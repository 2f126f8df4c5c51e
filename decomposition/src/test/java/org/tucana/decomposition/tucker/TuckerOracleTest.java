package org.tucana.decomposition.tucker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.algebra.ModeProduct;
import org.tucana.decomposition.algebra.Unfolding;
import org.tucana.decomposition.spectral.SingularValueDecomposition;
import org.tucana.decomposition.testing.OracleRandom;
import org.tucana.decomposition.testing.Requests;

/** HOSVD and ST-HOSVD by LAPACK's SVD, and HOOI by TensorLy, all in double. */
class TuckerOracleTest {
  private static final double DIRECT = 1e-10;
  private static final double CONVERGED = 1e-7;
  private static final int MANY_SWEEPS = 400;

  static Stream<Arguments> cases() throws IOException {
    JsonNode file = new ObjectMapper().readTree(SharedData.require("oracles/tucker.json").toFile());
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode one : file.get("cases")) {
      for (String backend : TestBackends.names().toList()) {
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

  private static List<Integer> boxed(JsonNode list) {
    List<Integer> numbers = new ArrayList<>();
    list.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  /** The planted core times its factors, plus noise, as the file says. */
  private static Tensor input(EagerSession session, JsonNode one) {
    OracleRandom random = new OracleRandom(one.get("seed").asLong());
    int[] shape = numbers(one.get("shape"));
    int[] core = numbers(one.get("planted_core"));
    List<ModeProduct.Step> steps = new ArrayList<>();
    HostTensor planted = core.length == 0 ? null : random.gaussian(core);
    for (int mode = 0; mode < core.length; mode++) {
      steps.add(
          new ModeProduct.Step(mode, session.upload(random.gaussian(shape[mode], core[mode]))));
    }
    Tensor noise =
        Arithmetic.scale(session.upload(random.gaussian(shape)), one.get("noise_sd").asDouble());
    return planted == null
        ? noise
        : Arithmetic.add(ModeProduct.chain(session.upload(planted), steps), noise);
  }

  private static void near(String what, JsonNode expected, double actual, double relative) {
    assertEquals(expected.asDouble(), actual, relative * Math.max(1e-3, expected.asDouble()), what);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reproduced(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = input(session, one);
      near("norm", one.get("norm"), InnerProduct.norm(x), DIRECT);
      singularValues(one, x);
      TuckerRanks ranks = new TuckerRanks(boxed(one.get("modes")), boxed(one.get("ranks")));
      Tucker hosvd = Hosvd.decompose(x, ranks);
      near("hosvd", one.at("/hosvd/rel_error"), hosvd.relativeError(), DIRECT);
      near("hosvd core", one.at("/hosvd/core_norm"), InnerProduct.norm(hosvd.core()), DIRECT);
      Tucker sequential =
          SequentialHosvd.decompose(x, inOrder(ranks, boxed(one.at("/st_hosvd/mode_order"))));
      near("st_hosvd", one.at("/st_hosvd/rel_error"), sequential.relativeError(), DIRECT);
      near(
          "st_hosvd core",
          one.at("/st_hosvd/core_norm"),
          InnerProduct.norm(sequential.core()),
          DIRECT);
      hooi(one, x, ranks);
    }
  }

  private static TuckerRanks inOrder(TuckerRanks ranks, List<Integer> order) {
    return new TuckerRanks(
        order, order.stream().map(m -> ranks.ranks().get(ranks.modes().indexOf(m))).toList());
  }

  private static void singularValues(JsonNode one, Tensor x) {
    for (Map.Entry<String, JsonNode> mode :
        one.get("singular_values_per_mode_unfolding").properties()) {
      double[] values =
          SingularValueDecomposition.values(Unfolding.unfold(x, Integer.parseInt(mode.getKey())));
      assertEquals(mode.getValue().size(), values.length);
      for (int i = 0; i < values.length; i++) {
        near("singular value " + i, mode.getValue().get(i), values[i], DIRECT);
      }
    }
  }

  private static void hooi(JsonNode one, Tensor x, TuckerRanks ranks) {
    JsonNode expected = one.get("hooi");
    Hooi.Settings settings = new Hooi.Settings(Hooi.Start.HOSVD, 0, MANY_SWEEPS, 1e-16, 0);
    Tucker converged = Hooi.decompose(x, ranks, settings);
    for (Map.Entry<String, JsonNode> sweep : expected.get("rel_error_after_sweep").properties()) {
      int number = Integer.parseInt(sweep.getKey());
      Tucker cut = Hooi.decompose(x, ranks, settings.withSweeps(number));
      near("sweep " + number, sweep.getValue(), cut.relativeError(), DIRECT);
      List<Double> errors = cut.history().relativeErrors();
      near("history " + number, sweep.getValue(), errors.getLast(), DIRECT);
    }
    near("converged", expected.get("rel_error_converged"), converged.relativeError(), CONVERGED);
    near("core", expected.get("core_norm"), InnerProduct.norm(converged.core()), CONVERGED);
    assertTrue(
        converged.relativeError() <= expected.get("rel_error_converged").asDouble() * (1 + 1e-6));
    for (Map.Entry<String, JsonNode> mode :
        expected.get("core_unfolding_singular_values").properties()) {
      double[] values =
          SingularValueDecomposition.values(
              Unfolding.unfold(converged.core(), Integer.parseInt(mode.getKey())));
      for (int i = 0; i < values.length; i++) {
        near("core singular value " + i, mode.getValue().get(i), values[i], 1e-6);
      }
    }
    near("best", one.get("best_of_30_random_starts_rel_error"), best(x, ranks, settings), 1e-3);
    assertEquals(DType.FLOAT64, converged.core().dtype());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMethodReachesTheBestOfManyStarts(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      double best = one.get("best_of_30_random_starts_rel_error").asDouble();
      Tensor x = input(session, one);
      DecompositionRequest request = request(one);
      double found = DecompositionMethods.named("hooi").decompose(x, request).relativeError();
      assertTrue(found <= 1.001 * best, () -> found + " is worse than the best " + best);
    }
  }

  private static DecompositionRequest request(JsonNode one) {
    DecompositionRequest request =
        Requests.ofRanks(boxed(one.get("ranks")).toArray(Integer[]::new));
    return Requests.overModes(request, boxed(one.get("modes")).toArray(Integer[]::new));
  }

  private static double best(Tensor x, TuckerRanks ranks, Hooi.Settings settings) {
    double best = Double.POSITIVE_INFINITY;
    for (int seed = 0; seed < 10; seed++) {
      Hooi.Settings random = settings.from(Hooi.Start.RANDOM).withSeed(seed).withTolerance(1e-9);
      best = Math.min(best, Hooi.decompose(x, ranks, random).relativeError());
    }
    return best;
  }
}
