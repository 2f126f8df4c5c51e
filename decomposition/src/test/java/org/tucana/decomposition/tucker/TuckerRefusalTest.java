package org.tucana.decomposition.tucker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TucanaException;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;

/** Each refusal says what is wrong and what to do. */
class TuckerRefusalTest {
  private final Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
  private final EagerSession session = new EagerSession(backend);
  private final Tensor x = session.upload(TestTensors.uniform(1, 4, 5, 6));

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private static void refused(String message, Executable body) {
    assertEquals(message, assertThrows(TucanaException.class, body).getMessage());
  }

  @Test
  void ranksThatDoNotFit() {
    refused(
        "hooi: expected a rank in 1..5 for mode 1 of a tensor of shape [4,5,6], got 6;"
            + " choose a rank up to the mode's size",
        () -> Hooi.decompose(x, TuckerRanks.of(1, 6, 1)));
    refused(
        "hosvd: expected a rank in 1..4 for mode 0 of a tensor of shape [4,5,6], got 0;"
            + " choose a rank up to the mode's size",
        () -> Hosvd.decompose(x, TuckerRanks.of(0, 1, 1)));
    refused(
        "sthosvd: expected a rank in 1..6 for mode 2 of a tensor of shape [4,5,6], got -1;"
            + " choose a rank up to the mode's size",
        () -> SequentialHosvd.decompose(x, TuckerRanks.of(1, 1, -1)));
    refused(
        "hooi: expected 3 ranks, one for each of the modes [0, 1, 2] of a tensor of shape [4,5,6],"
            + " got [2, 2]; give one rank a mode or name the modes",
        () -> Hooi.decompose(x, TuckerRanks.of(2, 2)));
    refused(
        "hooi: expected 1 ranks, one for each of the modes [1] of a tensor of shape [4,5,6],"
            + " got [2, 2]; give one rank a mode or name the modes",
        () -> Hooi.decompose(x, new TuckerRanks(List.of(1), List.of(2, 2))));
  }

  @Test
  void ranksByMode() {
    LinkedHashMap<Integer, Integer> map = new LinkedHashMap<>();
    map.put(2, 3);
    map.put(0, 2);
    assertEquals(new TuckerRanks(List.of(2, 0), List.of(3, 2)), TuckerRanks.ofModes(map));
    assertEquals(List.of(2, 3), Hooi.decompose(x, TuckerRanks.ofModes(map)).ranks());
  }

  @Test
  void modesThatDoNotFit() {
    refused(
        "hooi: there is no mode 3, expected modes in 0..2 for a tensor of shape [4,5,6];"
            + " modes count from 0",
        () -> Hooi.decompose(x, new TuckerRanks(List.of(3), List.of(2))));
    refused(
        "hooi: mode 1 is named twice in [1, 1]; name each mode once",
        () -> Hooi.decompose(x, new TuckerRanks(List.of(1, 1), List.of(2, 2))));
    refused(
        "tucker: mode 1 was not compressed, expected one of [0]; its elements are in the core",
        () -> Hosvd.decompose(x, new TuckerRanks(List.of(0), List.of(2))).factor(1));
  }

  @Test
  void tensorsThatCannotBeDecomposed() {
    TuckerRanks ones = TuckerRanks.of(1, 1);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Tensor spoilt = session.upload(HostTensor.of(Shape.of(2, 2), 1, (float) bad, 2, 3));
      refused(
          "hooi: the tensor FLOAT32[2,2] holds NaN or infinity; replace them",
          () -> Hooi.decompose(spoilt, ones));
    }
    refused(
        "hooi: the tensor FLOAT32[4,5,6] is all zeros; there is nothing to decompose",
        () -> Hooi.decompose(Arithmetic.scale(x, 0), TuckerRanks.of(1, 1, 1)));
    refused(
        "hooi: expected a tensor of order 2 or more, got FLOAT32[120]; reshape it to a matrix or"
            + " more",
        () -> Hooi.decompose(x.reshape(120), TuckerRanks.of(1)));
    refused(
        "hooi: expected a tensor of FLOAT32 or FLOAT64, got INT32[2]; convert it to floating point",
        () -> Hooi.decompose(session.indices(1, 2), TuckerRanks.of(1)));
    refused(
        "hooi: the tensor FLOAT32[0,5,6] is empty; give it elements",
        () -> Hooi.decompose(x.slice(0, 0, 0), TuckerRanks.of(1, 1, 1)));
  }

  @Test
  void boundsAndSettingsThatMakeNoSense() {
    for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
      refused(
          "error bound: expected a relative error above 0 and below 1, got "
              + bad
              + "; 0.1 keeps all but a tenth of the norm",
          () -> TuckerErrorBound.of(bad));
    }
    Hooi.Settings random = Hooi.Settings.defaults().from(Hooi.Start.RANDOM);
    refused(
        "hooi: a random start needs ranks, got an error bound; start from ST-HOSVD",
        () -> Hooi.decompose(x, TuckerErrorBound.of(0.1), random));
    refused(
        "hooi: restarts need ranks, got an error bound; start once",
        () ->
            Hooi.decompose(x, TuckerErrorBound.of(0.1), Hooi.Settings.defaults().withRestarts(1)));
    refused(
        "hooi: expected 0 restarts or more, got -1; 0 starts once", () -> random.withRestarts(-1));
    refused(
        "hooi: expected 1 sweep or more, got 0; one is the least there is",
        () -> random.withSweeps(0));
    refused(
        "hooi: expected a tolerance of 0 or more, got -1.0; 0 runs until nothing changes",
        () -> random.withTolerance(-1));
  }

  private static DecompositionRequest request(Optional<List<Integer>> ranks, OptionalDouble error) {
    return new DecompositionRequest(
        ranks, error, Optional.empty(), OptionalInt.empty(), OptionalDouble.empty(), 0);
  }

  @Test
  void methodsAreFoundByName() {
    assertTrue(DecompositionMethods.names().containsAll(List.of("hooi", "hosvd", "sthosvd")));
    for (String name : List.of("hooi", "hosvd", "sthosvd")) {
      DecompositionMethod method = DecompositionMethods.named(name);
      Decomposition found =
          method.decompose(x, request(Optional.of(List.of(4, 2, 6)), OptionalDouble.empty()));
      assertEquals(List.of(4, 2, 6), found.ranks());
      refused(
          name + ": expected either ranks or an error bound, got neither; give one of them",
          () -> method.decompose(x, request(Optional.empty(), OptionalDouble.empty())));
      refused(
          name + ": expected either ranks or an error bound, got both; give one of them",
          () -> method.decompose(x, request(Optional.of(List.of(1)), OptionalDouble.of(0.1))));
    }
    refused(
        "decompose: there is no method 'svd', expected one of "
            + String.join(", ", DecompositionMethods.names())
            + "; choose one of these",
        () -> DecompositionMethods.named("svd"));
  }
}
