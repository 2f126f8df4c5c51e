package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.cpu.blocked.FilterOrder;
import org.tucana.core.cpu.blocked.WinogradTile;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.type.Numerics;

class WinogradForwardTest {
  /** Largest error over largest output. */
  private static final double ERROR = 5e-6;

  static Stream<ConvolutionShape> shapes() {
    return Stream.of(
        shape(1, 64, 33, 64, 1),
        shape(4, 40, 30, 33, 0),
        shape(3, 33, 28, 70, 1),
        shape(2, 64, 23, 64, 2),
        shape(8, 256, 8, 256, 1));
  }

  private static ConvolutionShape shape(
      int batch, int channels, int size, int filters, int padding) {
    return new ConvolutionShape(
        batch, channels, size, size, filters, 3, 3, ConvGeometry.of(1, padding));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward(ConvolutionShape shape) {
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape) + 3);
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    float[] bias = Numbers.uniform(3, shape.filters() + 1);
    double[] expected =
        NaiveConvolution.forward(
            shape,
            Arrays.copyOfRange(input, 3, input.length),
            Arrays.copyOfRange(weight, 2, weight.length));
    int area = shape.outputHeight() * shape.outputWidth();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias[1 + i / area % shape.filters()]);
    }
    float[] result = new float[expected.length + 1];
    try (Workers workers = new Workers(2)) {
      WinogradForward.run(
          workers,
          WinogradForward.tile(shape).orElseThrow(),
          shape,
          input,
          3,
          weight,
          FilterOrder.forward(shape.channels(), shape.taps(), 2),
          result,
          1,
          TileEpilogue.NONE.withRowBias(bias, 1).withRelu());
    }
    assertError(expected, Arrays.copyOfRange(result, 1, result.length));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient(ConvolutionShape shape) {
    float[] gradient = Numbers.uniform(1, NaiveConvolution.outputs(shape) + 3);
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    double[] expected =
        NaiveConvolution.inputGradient(
            shape,
            Arrays.copyOfRange(gradient, 3, gradient.length),
            Arrays.copyOfRange(weight, 2, weight.length));
    float[] result = new float[expected.length + 1];
    try (Workers workers = new Workers(2)) {
      ConvolutionInputGradient.run(
          workers, shape, gradient, 3, weight, 2, result, 1, TileEpilogue.NONE, Numerics.float32());
    }
    assertError(expected, Arrays.copyOfRange(result, 1, result.length));
  }

  /** These images are too many to be in blocks together. */
  @Test
  void imagesDoNotDependOnHowManyThereAre() {
    ConvolutionShape three = shape(3, 16, 640, 32, 1);
    ConvolutionShape one = shape(1, 16, 640, 32, 1);
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(three));
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(three));
    float[] together = new float[NaiveConvolution.outputs(three)];
    float[] alone = new float[together.length];
    FilterOrder order = FilterOrder.forward(16, 9, 0);
    try (Workers workers = new Workers(2)) {
      WinogradForward.run(
          workers,
          WinogradTile.FOUR,
          three,
          input,
          0,
          weight,
          order,
          together,
          0,
          TileEpilogue.NONE);
      for (int image = 0; image < 3; image++) {
        WinogradForward.run(
            workers,
            WinogradTile.FOUR,
            one,
            input,
            image * NaiveConvolution.inputs(one),
            weight,
            order,
            alone,
            image * NaiveConvolution.outputs(one),
            TileEpilogue.NONE);
      }
    }
    assertArrayEquals(alone, together);
  }

  @Test
  void whatTilesDoNotPayForGoesTheDirectWay() {
    assertEquals(Optional.empty(), WinogradForward.tile(shape(1, 512, 4, 512, 1)));
    assertEquals(Optional.empty(), WinogradForward.tile(shape(1, 64, 4096, 64, 1)));
    ConvolutionShape strided = new ConvolutionShape(1, 64, 33, 33, 64, 3, 3, ConvGeometry.of(2, 1));
    assertEquals(Optional.empty(), WinogradForward.tile(strided));
  }

  private static void assertError(double[] expected, float[] result) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - result[i]);
      int at = i;
      assertTrue(
          error <= ERROR * largest,
          () -> "element " + at + ": error " + error / largest + " of the largest");
    }
  }
}
