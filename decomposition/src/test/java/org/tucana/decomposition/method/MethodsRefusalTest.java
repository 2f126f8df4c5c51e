package org.tucana.decomposition.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.Backend;
import org.tucana.core.BackendOptions;
import org.tucana.core.EagerSession;
import org.tucana.core.Tensor;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TucanaException;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionMethods;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.cp.CpAls;
import org.tucana.decomposition.cp.CpStart;
import org.tucana.decomposition.nonnegative.NonnegativeTucker;
import org.tucana.decomposition.nonnegative.NonnegativeTuckerStart;
import org.tucana.decomposition.testing.OnBackend;
import org.tucana.decomposition.testing.Requests;
import org.tucana.decomposition.train.TensorTrainMatrix;

/** Each refusal says what is wrong and what to do; what it advises works. */
class MethodsRefusalTest {
  private final Backend backend = TestBackends.chosen("reference", BackendOptions.defaults());
  private final EagerSession session = new EagerSession(backend);
  private final Tensor x = session.upload(TestTensors.uniform(1, 4, 5, 6));
  private final Tensor positive =
      session.upload(TestTensors.uniform(DType.FLOAT32, 0, 1, 2, 4, 5, 6));

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  private static void refused(String message, Executable body) {
    assertEquals(message, assertThrows(TucanaException.class, body).getMessage());
  }

  private static Decomposition run(String method, Tensor x, DecompositionRequest request) {
    DecompositionMethod named = DecompositionMethods.named(method);
    return named.decompose(x, named.iterates() ? Requests.within(request, 3, 0) : request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cp", "cp-nonnegative", "ntd", "ntd-mu", "tt", "pca", "nmf"})
  void tensorsThatCannotBeDecomposed(String method) {
    Integer[] ranks =
        switch (method) {
          case "ntd", "ntd-mu" -> new Integer[] {1, 1};
          default -> new Integer[] {1};
        };
    DecompositionRequest ones = Requests.ofRanks(ranks);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Tensor spoilt = session.upload(HostTensor.of(Shape.of(2, 2), 1, (float) bad, 2, 3));
      refused(
          method + ": the tensor FLOAT32[2,2] holds NaN or infinity; replace them",
          () -> run(method, spoilt, ones));
    }
    Tensor zeros = session.upload(HostTensor.of(Shape.of(2, 2), 0f, 0f, 0f, 0f));
    refused(
        method + ": the tensor FLOAT32[2,2] is all zeros; there is nothing to decompose",
        () -> run(method, zeros, ones));
    refused(
        method
            + ": expected a tensor of order 2 or more, got FLOAT32[3];"
            + " reshape it to a matrix or more",
        () -> run(method, session.upload(TestTensors.uniform(1, 3)), ones));
    refused(
        method
            + ": expected a tensor of FLOAT32 or FLOAT64, got INT32[2];"
            + " convert it to floating point",
        () -> run(method, session.indices(1, 2), ones));
    Tensor matrix = session.upload(HostTensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f));
    assertTrue(run(method, matrix, ones).relativeError() < 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cp", "cp-nonnegative", "ntd", "ntd-mu", "tt", "pca", "nmf"})
  void requestsThatCannotBeHonoured(String method) {
    Integer[] ranks = method.startsWith("ntd") ? new Integer[] {2, 2, 2} : new Integer[] {2};
    refused(
        method + ": it works on all modes at once, got modes [0, 1]; leave them out or use hooi",
        () -> run(method, x, Requests.overModes(Requests.ofRanks(ranks), 0, 1)));
    if (method.equals("tt") || method.equals("pca")) {
      refused(
          method + ": expected either ranks or an error bound, got neither; give one of them",
          () -> run(method, x, Requests.none()));
      refused(
          "error bound: expected a relative error above 0 and below 1, got 1.5;"
              + " 0.1 keeps all but a tenth of the norm",
          () -> run(method, x, Requests.ofError(1.5)));
      assertTrue(run(method, x, Requests.ofError(0.5)).relativeError() <= 0.5);
    } else {
      refused(
          method + ": it cannot reach an error bound by itself, got 0.1; give ranks",
          () -> run(method, x, Requests.ofError(0.1)));
      refused(method + ": ranks are missing; give --ranks", () -> run(method, x, Requests.none()));
      refused(
          method(method) + ": expected 1 sweep or more, got 0; one is the least there is",
          () ->
              DecompositionMethods.named(method)
                  .decompose(positive, Requests.within(Requests.ofRanks(ranks), 0, 0)));
      refused(
          method(method)
              + ": expected a tolerance of 0 or more, got -1.0; 0 runs until nothing changes",
          () ->
              DecompositionMethods.named(method)
                  .decompose(positive, Requests.within(Requests.ofRanks(ranks), 3, -1)));
    }
    assertTrue(run(method, positive, Requests.ofRanks(ranks)).relativeError() < 1);
  }

  private static String method(String name) {
    return switch (name) {
      case "cp-nonnegative" -> "cp";
      case "ntd-mu" -> "ntd";
      default -> name;
    };
  }

  @Test
  void ranksThatDoNotFit() {
    refused(
        "cp: expected 1 rank, the number of components, got [2, 2]; give one",
        () -> run("cp", x, Requests.ofRanks(2, 2)));
    for (int rank : new int[] {0, -3, 21}) {
      refused(
          "cp: expected a rank in 1..20 for a tensor of shape [4,5,6], got "
              + rank
              + (rank < 1
                  ? "; 1 is the least there is"
                  : "; no tensor of this shape needs more components"),
          () -> run("cp", x, Requests.ofRanks(rank)));
      refused(
          "nmf: expected 1..4 components for a tensor of shape [4,5,6], whose rows along axis 0 are"
              + " the observations, got "
              + rank
              + (rank < 1 ? "; ask for 1 or more" : "; ask for fewer"),
          () -> run("nmf", x, Requests.ofRanks(rank)));
      refused(
          "pca: expected 1..4 components for a tensor of shape [4,5,6], whose rows along axis 0 are"
              + " the observations, got "
              + rank
              + (rank < 1 ? "; ask for 1 or more" : "; ask for fewer"),
          () -> run("pca", x, Requests.ofRanks(rank)));
    }
    refused(
        "ntd: expected a rank in 1..5 for mode 1 of a tensor of shape [4,5,6], got 6;"
            + " choose a rank up to the mode's size",
        () -> run("ntd", x, Requests.ofRanks(2, 6, 2)));
    refused(
        "ntd: expected 3 ranks, one for each of the modes [0, 1, 2] of a tensor of shape [4,5,6],"
            + " got [2, 2]; give one rank a mode or name the modes",
        () -> run("ntd", x, Requests.ofRanks(2, 2)));
    refused(
        "tt: expected 2 ranks, one between each two neighbouring modes of [4,5,6], got [2, 2, 2];"
            + " leave the outer ones out, which are always 1, or give a single number, the largest"
            + " rank of all",
        () -> run("tt", x, Requests.ofRanks(2, 2, 2)));
    refused(
        "tt: expected a rank in 1..4 between modes 0 and 1 of [4,5,6], got 5 in [5, 2]; lower it",
        () -> run("tt", x, Requests.ofRanks(5, 2)));
    refused(
        "tt: expected a rank in 1..6 between modes 1 and 2 of [4,5,6], got 0 in [4, 0]; raise it",
        () -> run("tt", x, Requests.ofRanks(4, 0)));
    refused(
        "tt: expected a rank of 1 or more, got 0; raise it",
        () -> run("tt", x, Requests.ofRanks(0)));
    refused(
        "tt: expected a largest rank in 1..6 for [4,5,6], whose ranks are at most [4, 6], got 7;"
            + " lower it",
        () -> run("tt", x, Requests.ofRanks(7)));
    assertEquals(List.of(4, 6), run("tt", x, Requests.ofRanks(6)).ranks());
    assertEquals(List.of(3, 3), run("tt", x, Requests.ofRanks(3)).ranks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hosvd", "sthosvd", "tt", "pca"})
  void methodsThatDoNotIterateRefuseToBeTold(String method) {
    DecompositionRequest half = Requests.ofError(0.5);
    DecompositionMethod named = DecompositionMethods.named(method);
    assertFalse(named.iterates());
    refused(
        method + ": it does not iterate, got iterations 5; leave it out",
        () -> named.decompose(x, half.withSweeps(5)));
    refused(
        method + ": it does not iterate, got tolerance 0.1; leave it out",
        () -> named.decompose(x, Requests.toTolerance(half, 0.1)));
    refused(
        method + ": it does not iterate, got start random; leave it out",
        () -> named.decompose(x, half.from("random")));
    assertTrue(named.decompose(x, half).relativeError() <= 0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "hooi, 'hosvd, sthosvd, random'",
    "cp, 'svd, random'",
    "cp-nonnegative, 'svd, random'",
    "ntd, 'random, sthosvd'",
    "ntd-mu, 'random, sthosvd'"
  })
  void startsAreChosenByName(String method, String starts) {
    DecompositionRequest request =
        method.startsWith("cp") ? Requests.ofRanks(2) : Requests.ofRanks(2, 2, 2);
    refused(
        method
            + ": there is no start 'zero', expected one of "
            + starts
            + "; choose one of these or leave it out",
        () -> run(method, positive, request.from("zero")));
    Set<Double> afterOneSweep = new HashSet<>();
    List<String> names = List.of(starts.split(", ", -1));
    for (String start : names) {
      DecompositionRequest once = request.withSweeps(1).from(start);
      Decomposition found = DecompositionMethods.named(method).decompose(positive, once);
      afterOneSweep.add(found.relativeError());
    }
    assertEquals(names.size(), afterOneSweep.size());
  }

  @Test
  void whereThereIsNoChoiceOfStarts() {
    refused(
        "nmf: it has no choice of starts, got random; leave it out",
        () -> run("nmf", positive, Requests.ofRanks(2).from("random")));
  }

  @Test
  void whatNonnegativeMethodsCannotFit() {
    Tensor negative = Arithmetic.negate(positive);
    for (String method : List.of("cp-nonnegative", "nmf")) {
      refused(
          method
              + ": the tensor FLOAT32[4,5,6] has no positive element, and nonnegative parts cannot"
              + " fit it; change its sign or use hooi or cp",
          () -> run(method, negative, Requests.ofRanks(2)));
    }
    refused(
        "ntd: the tensor FLOAT32[4,5,6] has no positive element, and nonnegative parts cannot fit"
            + " it; change its sign or use hooi or cp",
        () -> run("ntd", negative, Requests.ofRanks(2, 2, 2)));
    Tensor signed = session.upload(HostTensor.of(Shape.of(2, 2), 1f, 2f, -0.5f, 4f));
    refused(
        "ntd-mu: expected a tensor without negative elements, got FLOAT32[2,2] whose least is -0.5;"
            + " set them to 0 or, for data, use ntd",
        () -> run("ntd-mu", signed, Requests.ofRanks(1, 1)));
    assertTrue(run("ntd", signed, Requests.ofRanks(1, 1)).relativeError() < 1);
  }

  @Test
  void startsThatDoNotFit() {
    List<Tensor> factors = OnBackend.factors(session, DType.FLOAT32, -1, 3, 2, 4, 5, 7);
    refused(
        "cp: expected one factor a mode to start from, [I_n, 2] for a tensor of shape [4,5,6], got"
            + " [[4,2], [5,2], [7,2]]; give all of them or start at random",
        () -> CpAls.decompose(x, 2, CpAls.Settings.defaults().from(new CpStart.Given(factors))));
    Tensor core = session.upload(TestTensors.uniform(DType.FLOAT32, 0, 1, 4, 2, 2, 2));
    refused(
        "ntd: expected a core [2, 2, 2] and a factor [I_n, R_n] for each mode of [4,5,6] to start"
            + " from, got a core [2,2,2] and factors [[4,2], [5,2], [7,2]]; give parts of these"
            + " shapes or start at random",
        () ->
            NonnegativeTucker.decompose(
                x,
                List.of(2, 2, 2),
                NonnegativeTucker.Settings.defaults()
                    .from(new NonnegativeTuckerStart.Given(core, factors))));
    refused(
        "cp: expected 0 restarts or more, got -1; 0 starts once",
        () -> CpAls.Settings.defaults().withRestarts(-1, 0));
  }

  @Test
  void layersThatDoNotFit() {
    Tensor weight = session.upload(TestTensors.uniform(5, 6, 10));
    refused(
        "tt: expected as many output as input sizes, two at least, whose products are the sides of"
            + " the weight [6,10], got [2, 3] and [5, 3]; factor the numbers of outputs and inputs",
        () -> TensorTrainMatrix.decompose(weight, List.of(2, 3), List.of(5, 3), List.of(2)));
  }
}
