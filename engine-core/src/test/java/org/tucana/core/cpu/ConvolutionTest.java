package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.ShapeException;

class ConvolutionTest {
  private static final Numerics NUMERICS = Numerics.float32();

  static Stream<ConvolutionShape> shapes() {
    return Stream.of(
        square(1, 3, 31, 8, 7, 2, 3),
        square(2, 13, 14, 33, 3, 1, 1),
        square(5, 32, 7, 13, 3, 2, 1),
        square(3, 31, 13, 207, 1, 1, 0),
        square(3, 31, 13, 7, 1, 2, 0),
        square(2, 300, 1, 3, 1, 1, 0),
        square(1, 4, 33, 5, 3, 1, 0),
        square(0, 4, 8, 5, 3, 1, 1),
        square(1, 2, 8, 1, 2, 3, 1),
        square(2, 4, 8, 6, 1, 3, 0),
        square(3, 100, 14, 20, 3, 1, 1),
        square(1, 8, 130, 8, 3, 1, 1),
        square(1, 3, 2, 4, 5, 1, 2),
        square(1, 48, 9, 50, 2, 2, 0),
        square(3, 33, 14, 40, 3, 1, 1),
        square(4, 40, 15, 33, 3, 1, 0),
        square(1, 32, 23, 34, 3, 1, 2),
        square(1, 34, 23, 32, 3, 1, 3),
        new ConvolutionShape(2, 6, 17, 23, 9, 3, 5, new ConvGeometry(2, 3, 4, 1, 2, 1, 3)),
        new ConvolutionShape(1, 8, 9, 200, 8, 3, 3, new ConvGeometry(1, 1, 2, 2, 2, 2, 8)),
        new ConvolutionShape(1, 4, 3, 1000, 4, 3, 3, new ConvGeometry(1, 2, 1, 1, 1, 1, 1)),
        new ConvolutionShape(2, 5, 12, 7, 3, 3, 3, new ConvGeometry(2, 2, 3, 3, 2, 3, 1)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward(ConvolutionShape shape) {
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape) + 3);
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    check(
        NaiveConvolution.forward(shape, tail(input, 3), tail(weight, 2)),
        shape.groupChannels() * shape.taps(),
        (workers, result) ->
            ConvolutionForward.run(
                workers,
                shape,
                input,
                3,
                PackedWeights.of(workers, shape, weight, 2, NUMERICS),
                result,
                1,
                TileEpilogue.NONE));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient(ConvolutionShape shape) {
    float[] gradient = Numbers.uniform(1, NaiveConvolution.outputs(shape) + 3);
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    check(
        NaiveConvolution.inputGradient(shape, tail(gradient, 3), tail(weight, 2)),
        shape.groupFilters() * shape.taps(),
        (workers, result) ->
            ConvolutionInputGradient.run(
                workers, shape, gradient, 3, weight, 2, result, 1, TileEpilogue.NONE, NUMERICS));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void weightGradient(ConvolutionShape shape) {
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape) + 3);
    float[] gradient = Numbers.uniform(2, NaiveConvolution.outputs(shape) + 2);
    check(
        NaiveConvolution.weightGradient(shape, tail(input, 3), tail(gradient, 2)),
        shape.batch() * shape.outputHeight() * shape.outputWidth(),
        (workers, result) ->
            ConvolutionWeightGradient.run(workers, shape, input, 3, gradient, 2, result, 1));
  }

  @Test
  void transposedConvolutionAddsBiasAndRelu() {
    ConvolutionShape shape = square(3, 11, 14, 20, 2, 2, 0);
    float[] input = Numbers.uniform(3, NaiveConvolution.outputs(shape));
    float[] weight = Numbers.uniform(4, NaiveConvolution.weights(shape));
    float[] bias = Numbers.uniform(5, 11);
    double[] expected = NaiveConvolution.inputGradient(shape, input, weight);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias[i / 196 % 11]);
    }
    TileEpilogue epilogue = TileEpilogue.NONE.withRowBias(bias, 0).withRelu();
    check(
        expected,
        20,
        (workers, result) ->
            ConvolutionInputGradient.run(
                workers, shape, input, 0, weight, 0, result, 1, epilogue, NUMERICS));
  }

  @Test
  void forwardAppliesBiasResidualAndRelu() {
    checkEpilogue(square(3, 40, 7, 11, 3, 1, 1));
  }

  @Test
  void winogradAppliesBiasResidualAndRelu() {
    checkEpilogue(square(9, 40, 7, 35, 3, 1, 1));
  }

  private static void checkEpilogue(ConvolutionShape shape) {
    int filters = shape.filters();
    float[] input = Numbers.uniform(3, NaiveConvolution.inputs(shape));
    float[] weight = Numbers.uniform(4, NaiveConvolution.weights(shape));
    float[] bias = Numbers.uniform(5, filters + 1);
    float[] residual = Numbers.uniform(6, NaiveConvolution.outputs(shape));
    double[] expected = NaiveConvolution.forward(shape, input, weight);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias[1 + i / 49 % filters] + residual[i]);
    }
    TileEpilogue relu = TileEpilogue.NONE.withRowBias(bias, 1).withRelu();
    check(
        expected,
        360,
        (workers, result) ->
            ConvolutionForward.run(
                workers,
                shape,
                input,
                0,
                PackedWeights.of(workers, shape, weight, 0, NUMERICS),
                result,
                1,
                relu.withResidual(residual, -1)));
  }

  @Test
  void epiloguesOfOtherKindsAreRefused() {
    ConvolutionShape shape = square(1, 1, 2, 1, 1, 1, 0);
    float[] values = new float[4];
    try (Workers workers = new Workers(1)) {
      PackedWeights weights = PackedWeights.of(workers, shape, values, 0, NUMERICS);
      for (TileEpilogue epilogue :
          List.of(
              TileEpilogue.scaled(2f),
              TileEpilogue.NONE.accumulating(),
              TileEpilogue.NONE.withColumnBias(values, 0))) {
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ConvolutionForward.run(
                    workers, shape, values, 0, weights, new float[4], 0, epilogue));
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ConvolutionInputGradient.run(
                    workers, shape, values, 0, values, 0, new float[4], 0, epilogue, NUMERICS));
      }
    }
  }

  @Test
  void packedWeightsOfAnotherConvolutionAreRefused() {
    ConvolutionShape shape = square(1, 4, 5, 6, 3, 1, 1);
    try (Workers workers = new Workers(1)) {
      PackedWeights weights = PackedWeights.of(workers, shape, new float[4 * 6 * 9], 0, NUMERICS);
      ConvolutionShape other = square(1, 4, 5, 6, 1, 1, 0);
      float[] values = new float[150];
      assertThrows(
          ShapeException.class,
          () ->
              ConvolutionForward.run(
                  workers, other, values, 0, weights, values, 0, TileEpilogue.NONE));
    }
  }

  /** A computation that writes its result from index 1 on. */
  private interface Computation {
    void run(Workers workers, float[] result);
  }

  private static void check(double[] expected, int terms, Computation computation) {
    List<float[]> results =
        Stream.of(1, 2, 3)
            .map(threads -> {
              float[] result = new float[expected.length + 2];
              Arrays.fill(result, Float.NaN);
              try (Workers workers = new Workers(threads)) {
                computation.run(workers, result);
              }
              return result;
            })
            .toList();
    float[] result = results.getFirst();
    assertEquals(Float.NaN, result[0]);
    assertEquals(Float.NaN, result[expected.length + 1]);
    Numbers.assertClose(
        "convolution", expected, Arrays.copyOfRange(result, 1, expected.length + 1), terms);
    assertArrayEquals(result, results.get(1), "bits must not depend on the threads");
    assertArrayEquals(result, results.get(2), "bits must not depend on the threads");
  }

  private static ConvolutionShape square(
      int batch, int channels, int size, int filters, int kernel, int stride, int padding) {
    return new ConvolutionShape(
        batch, channels, size, size, filters, kernel, kernel, ConvGeometry.of(stride, padding));
  }

  private static float[] tail(float[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }
}
