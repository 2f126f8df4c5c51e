package org.tucana.decomposition.cp;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.algebra.InnerProduct;
import org.tucana.decomposition.testing.OracleRandom;
import org.tucana.decomposition.testing.Requests;

/** CP-ALS by TensorLy in double, from given factors and from many starts. */
class CpOracleTest {
  private static final double ITERATED = 1e-9;
  private static final double CONVERGED = 1e-6;

  static Stream<Arguments> cases() throws IOException {
    JsonNode file = new ObjectMapper().readTree(SharedData.require("oracles/cp_ntd.json").toFile());
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode one : file.get("cp_cases")) {
      for (String backend : TestBackends.names().toList()) {
        cases.add(Arguments.of(Named.of(one.get("name").asText(), one), backend));
      }
    }
    return cases.stream();
  }

  private static int[] shape(JsonNode one) {
    int[] shape = new int[one.get("shape").size()];
    for (int mode = 0; mode < shape.length; mode++) {
      shape[mode] = one.get("shape").get(mode).asInt();
    }
    return shape;
  }

  private static List<Tensor> factors(
      EagerSession session, OracleRandom random, int[] shape, int rank) {
    List<Tensor> factors = new ArrayList<>();
    for (int size : shape) {
      factors.add(session.upload(random.gaussian(size, rank)));
    }
    return factors;
  }

  /** Planted components plus noise, as the file says. */
  private static Tensor input(EagerSession session, JsonNode one) {
    OracleRandom random = new OracleRandom(one.get("seed").asLong());
    int[] shape = shape(one);
    int rank = one.get("planted_rank").asInt();
    double[] ones = new double[rank];
    Arrays.fill(ones, 1);
    Tensor weights = session.upload(HostTensor.of(Shape.of(rank), ones));
    Tensor planted = Cp.rows(weights, factors(session, random, shape, rank), 0, shape[0]);
    return Arithmetic.add(
        planted,
        Arithmetic.scale(session.upload(random.gaussian(shape)), one.get("noise_sd").asDouble()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void iterationsFromGivenFactors(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = input(session, one);
      double norm = one.get("norm").asDouble();
      assertEquals(norm, InnerProduct.norm(x), 1e-12 * norm);
      int rank = one.get("rank").asInt();
      OracleRandom random = new OracleRandom(one.get("init_seed").asLong());
      CpStart start = new CpStart.Given(factors(session, random, shape(one), rank));
      Cp cp =
          CpAls.decompose(
              x, rank, CpAls.Settings.defaults().from(start).withSweeps(2000).withTolerance(0));
      for (Map.Entry<String, JsonNode> expected :
          one.get("als_from_given_init_rel_error_after").properties()) {
        int sweeps = Integer.parseInt(expected.getKey());
        List<Double> errors = cp.history().relativeErrors();
        double actual = errors.get(Math.min(sweeps, errors.size()) - 1);
        double tolerance = sweeps <= 10 ? ITERATED : CONVERGED;
        assertEquals(
            expected.getValue().asDouble(), actual, tolerance, "after " + sweeps + " sweeps");
      }
      assertEquals(cp.history().relativeErrors().getLast(), cp.relativeError(), ITERATED);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asGoodAsTheBestOfManyStarts(JsonNode one, String backendName) {
    try (Backend backend = TestBackends.open(backendName);
        EagerSession session = new EagerSession(backend)) {
      Tensor x = input(session, one);
      double best = one.at("/best_of_starts/rel_error_best").asDouble();
      DecompositionRequest request = Requests.ofRanks(one.get("rank").asInt());
      double error = DecompositionMethods.named("cp").decompose(x, request).relativeError();
      assertTrue(error <= best * (1 + CONVERGED), () -> error + " is worse than " + best);
    }
  }
}
