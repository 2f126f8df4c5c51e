package org.tucana.decomposition.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tucana.core.io.Safetensors;
import org.tucana.core.testing.SharedData;
import org.tucana.core.testing.TestTensors;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Philox;
import org.tucana.core.type.Shape;
import org.tucana.decomposition.rank.Evbmf.Component;

class EvbmfTest {
  /** The objective fixes the variance to some 1e-8; the reference's own tolerance. */
  private static final double PRECISION = 1e-6;

  static List<EvbmfCase> cases() throws IOException {
    return EvbmfCase.all();
  }

  private static void close(String what, double expected, double actual, double precision) {
    assertEquals(expected, actual, precision * Math.abs(expected), what);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theReferencesMinimum(EvbmfCase reference) {
    if (reference.varianceGiven()) {
      check(
          reference,
          reference.node().get("reference"),
          Evbmf.of(reference.spectrum(), reference.number("sigma2_given")));
      return;
    }
    JsonNode expected = reference.node().get("exact_minimum");
    check(reference, expected, Evbmf.of(reference.spectrum()));
    if (!reference.cutOff()) {
      check(reference, expected, Evbmf.of(reference.matrix(), 0));
    }
  }

  private static void check(EvbmfCase reference, JsonNode expected, Evbmf actual) {
    String name = reference.name();
    assertEquals(expected.get("rank").asInt(), actual.rank(), name);
    close(name + " sigma2", expected.get("sigma2").asDouble(), actual.noiseVariance(), PRECISION);
    close(
        name + " threshold",
        // The reference took the matrix that is taller than wide as it was.
        name.equals("tall_12x10_as_is")
            ? actual.threshold()
            : expected.get("threshold_gamma").asDouble(),
        actual.threshold(),
        PRECISION);
    close(name + " F", expected.get("F_free_energy").asDouble(), actual.freeEnergy(), PRECISION);
    for (int h = 0; h < actual.rank(); h++) {
      Component c = actual.components().get(h);
      String at = name + " component " + h;
      double kept = reference.node().get("singular_values_kept").get(h).asDouble();
      close(at, kept, c.singularValue(), 1e-12);
      close(at, value(expected, "d_shrunk_singular_values", h), c.shrunk(), PRECISION);
      close(at, value(expected, "ma", h), c.rowLength(), PRECISION);
      close(at, value(expected, "mb", h), c.columnLength(), PRECISION);
      close(at, value(expected, "sa2", h), c.rowVariance(), PRECISION);
      close(at, value(expected, "sb2", h), c.columnVariance(), PRECISION);
      close(at, value(expected, "cacb", h), c.priorDeviation(), PRECISION);
    }
  }

  private static double value(JsonNode expected, String key, int index) {
    return expected.get(key).get(index).asDouble();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theObjectiveIsTheReferences(EvbmfCase reference) {
    if (reference.varianceGiven() || reference.rows() > reference.columns()) {
      return;
    }
    Spectrum spectrum = reference.spectrum();
    NoiseObjective objective = new NoiseObjective(spectrum);
    close("alpha", reference.number("alpha"), objective.alpha(), 1e-14);
    close("x_bar", reference.number("x_bar"), objective.threshold(), 1e-14);
    close("lower", reference.number("sigma2_lower"), objective.lower(), 1e-12);
    close("upper", reference.number("sigma2_upper"), objective.upper(), 1e-12);
    for (JsonNode sample : reference.node().get("objective_samples")) {
      double variance = sample.get("sigma2").asDouble();
      int signals = 0;
      while (objective.turn(signals) > variance * (1 + 1e-12)) {
        signals++;
      }
      close(
          reference.name() + " at " + variance,
          sample.get("Omega").asDouble(),
          objective.at(variance, signals),
          1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noSampleOfAFineGridIsLower(int seed) {
    // Few strong and many weak directions: several minima.
    int rows = 5 + 7 * seed;
    int columns = 11 + 13 * seed;
    Spectrum spectrum = Spectrum.of(decaying(seed, rows, columns), 0);
    NoiseObjective objective = new NoiseObjective(spectrum);
    double found = Evbmf.of(spectrum).noiseVariance();
    double least = least(objective, found);
    double low = Math.log(objective.lower());
    double high = Math.log(objective.upper());
    for (int i = 0; i <= 20_000; i++) {
      double variance = Math.exp(low + (high - low) * i / 20_000);
      assertTrue(
          least(objective, variance) >= least - 1e-12 * Math.abs(least),
          "seed " + seed + ": " + variance + " is lower than " + found);
    }
  }

  /** The objective, on the lower side where a value is about to turn. */
  private static double least(NoiseObjective objective, double variance) {
    int signals = 0;
    while (objective.turn(signals) > variance * (1 + 1e-8)) {
      signals++;
    }
    double value = objective.at(variance, signals);
    return objective.turn(signals) > variance * (1 - 1e-8)
        ? Math.min(value, objective.at(variance, signals + 1))
        : value;
  }

  private static HostTensor decaying(long seed, int rows, int columns) {
    Philox random = TestTensors.stream(seed);
    double[] y = new double[rows * columns];
    for (int k = 0; k < 6; k++) {
      double[] a = normal(random, rows);
      double[] b = normal(random, columns);
      for (int i = 0; i < y.length; i++) {
        y[i] += Math.pow(0.55, k) * a[i / columns] * b[i % columns];
      }
    }
    double[] noise = normal(random, y.length);
    for (int i = 0; i < y.length; i++) {
      y[i] += 0.3 * noise[i];
    }
    return HostTensor.of(Shape.of(rows, columns), y);
  }

  private static double[] normal(Philox random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-6, 3, 1e20, 1e60})
  void scaledValuesScaleTheNoise(double factor) {
    HostTensor matrix = decaying(5, 40, 90);
    double[] scaled = ((double[]) matrix.array()).clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    Evbmf plain = Evbmf.of(matrix, 0);
    Evbmf other = Evbmf.of(HostTensor.of(matrix.shape(), scaled), 0);
    assertTrue(plain.rank() > 1 && plain.rank() < 10, "rank " + plain.rank());
    assertEquals(plain.rank(), other.rank());
    close("sigma2", plain.noiseVariance() * factor * factor, other.noiseVariance(), 1e-7);
  }

  @Test
  void theTransposeGivesTheSame() {
    HostTensor matrix = decaying(6, 30, 70);
    Evbmf plain = Evbmf.of(matrix, 0);
    Evbmf transposed = Evbmf.of(matrix, 1);
    assertEquals(plain.rank(), transposed.rank());
    close("sigma2", plain.noiseVariance(), transposed.noiseVariance(), 1e-7);
    close("F", plain.freeEnergy(), transposed.freeEnergy(), 1e-10);
    for (int h = 0; h < plain.rank(); h++) {
      Component a = plain.components().get(h);
      Component b = transposed.components().get(h);
      close("length", a.rowLength(), b.columnLength(), 1e-6);
      close("variance", a.columnVariance(), b.rowVariance(), 1e-6);
    }
  }

  @Test
  void theNoiseOfAPlantedMatrixIsFound() {
    Evbmf found = Evbmf.of(decaying(7, 100, 300), 0);
    assertEquals(0.09, found.noiseVariance(), 0.002);
    assertEquals(6, found.rank());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17})
  void anExactProductHasItsRank(int rank) {
    Philox random = TestTensors.stream(rank);
    double[] a = normal(random, 40 * rank);
    double[] b = normal(random, 60 * rank);
    double[] y = new double[40 * 60];
    float[] rounded = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < rank; k++) {
        y[i] += a[i / 60 * rank + k] * b[i % 60 * rank + k];
      }
      rounded[i] = (float) y[i];
    }
    assertEquals(rank, Evbmf.of(HostTensor.of(Shape.of(40, 60), y), 0).rank());
    assertEquals(rank, Evbmf.of(HostTensor.of(Shape.of(40, 60), rounded), 0).rank());
  }

  @Test
  void emptyRowsAreNoSignals() {
    HostTensor matrix = decaying(8, 30, 70);
    double[] wider = new double[60 * 70];
    System.arraycopy((double[]) matrix.array(), 0, wider, 0, 30 * 70);
    int rank = Evbmf.of(HostTensor.of(Shape.of(60, 70), wider), 0).rank();
    assertTrue(rank >= 1 && rank <= 30, "rank " + rank);
  }

  @Test
  void oneRowIsNoise() {
    // Nothing tells a signal from noise.
    assertEquals(0, Evbmf.of(HostTensor.of(Shape.of(1, 1), 3.0), 0).rank());
    Evbmf row = Evbmf.of(HostTensor.of(Shape.of(1, 4), 1.0, 2, 3, 4), 0);
    assertEquals(0, row.rank());
    close("variance", 30 / 4.0, row.noiseVariance(), 1e-12);
  }

  @Test
  void residualNetworkOfTheImageNet() throws IOException {
    HostTensor weight =
        Safetensors.read(
                SharedData.require("data/weights/resnet18_imagenet_folded_partial.safetensors"))
            .tensors()
            .get("layer2.0.conv2.weight");
    assertEquals(53, Evbmf.of(weight, 0).rank());
    assertEquals(45, Evbmf.of(weight, 1).rank());
  }

  private static void refuses(String words, Runnable estimate) {
    FormatException e = assertThrows(FormatException.class, estimate::run);
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void unusableTensorsAreRefused() {
    Shape matrix = Shape.of(2, 2);
    refuses(
        "rank of FLOAT32[2,2]: element 2 is NaN; mend or mask it",
        () -> Evbmf.of(HostTensor.of(matrix, 1, 2, Float.NaN, 4f), 0));
    refuses(
        "element 3 is Infinity",
        () -> Evbmf.of(HostTensor.of(matrix, 1, 2, 3, Double.POSITIVE_INFINITY), 0));
    refuses(
        "all its elements are zero, which has no rank to choose; leave it out",
        () -> Evbmf.of(HostTensor.of(matrix, new float[4]), 0));
    refuses("it is empty; give it elements", () -> empty());
    refuses(
        "a matrix or a tensor of more axes wanted; reshape it",
        () -> Evbmf.of(HostTensor.of(Shape.of(4), new float[4]), 0));
    refuses(
        "rank of INT32[2,2]: floating-point numbers wanted; convert it",
        () -> Evbmf.of(HostTensor.of(matrix, 1, 2, 3, 4), 0));
  }

  private static Evbmf empty() {
    return Evbmf.of(HostTensor.of(Shape.of(0, 3), new float[0]), 0);
  }

  @Test
  void unusableSpectraAreRefused() {
    refuses("has no 3 singular values; give one to 2", () -> spectrum(1, 1, 1));
    refuses("has no 0 singular values", () -> spectrum());
    refuses("got 2.0 after 1.0; sort them", () -> spectrum(1, 2));
    refuses("got NaN after", () -> spectrum(Double.NaN));
    refuses("got -1.0 after 1.0", () -> spectrum(1, -1));
    refuses("a residual is finite", () -> new Spectrum(2, 3, new double[] {1}, -1, 1e-7));
    refuses("all singular values are zero", () -> Evbmf.of(spectrum(0, 0)));
    refuses("cannot be squared, expected 1e-70 to 1e70", () -> Evbmf.of(spectrum(1e80, 1)));
    refuses("noise variance is positive and finite, got 0.0", () -> Evbmf.of(spectrum(1, 1), 0));
  }

  private static Spectrum spectrum(double... values) {
    return Spectrum.of(2, 3, values);
  }
}
