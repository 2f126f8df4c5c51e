package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.MapEpilogue;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.blocked.WinogradConvolution;
import org.tucana.core.cpu.blocked.WinogradTile;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;

class WinogradConvolutionTest {
  /** Largest error over largest output, at 256 to 512 channels and at fewer. */
  private static final double ERROR = 5e-6;

  record Case(
      WinogradTile tile, ConvolutionShape shape, int halo, boolean residual, boolean relu) {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    int[] sizes = {1, 3, 5, 7, 8, 13, 14, 31};
    int[] channels = {1, 3, 16, 20, 48, 64};
    int drawn = 0;
    for (WinogradTile tile : WinogradTile.values()) {
      for (int height : sizes) {
        for (int count : channels) {
          drawn++;
          int width = sizes[drawn * 5 % sizes.length];
          int filters = channels[drawn * 7 / 3 % channels.length];
          int pad = drawn % 4 == 0 && Math.min(height, width) >= 3 ? 0 : 1;
          cases.add(
              new Case(
                  tile,
                  shape(drawn % 3 == 0 ? 3 : 1, count, height, width, filters, pad),
                  drawn % 2,
                  drawn % 3 != 1,
                  drawn % 5 < 3));
        }
      }
      cases.add(new Case(tile, shape(0, 4, 8, 8, 5, 1), 1, false, false));
      cases.add(new Case(tile, shape(7, 32, 14, 14, 33, 1), 1, true, true));
      cases.add(new Case(tile, shape(1, 32, 61, 47, 64, 1), 1, true, false));
    }
    return cases;
  }

  private static ConvolutionShape shape(
      int batch, int channels, int height, int width, int filters, int padding) {
    return new ConvolutionShape(
        batch, channels, height, width, filters, 3, 3, ConvGeometry.of(1, padding));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheDefinition(Case drawn) {
    ConvolutionShape shape = drawn.shape();
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape));
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    float[] bias = Numbers.uniform(3, shape.filters() + 1);
    float[] residual = Numbers.uniform(4, NaiveConvolution.outputs(shape));
    double[] expected =
        NaiveConvolution.forward(shape, input, Arrays.copyOfRange(weight, 2, weight.length));
    int pixels = shape.outputHeight() * shape.outputWidth();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += bias[1 + i / pixels % shape.filters()];
      expected[i] += drawn.residual() ? residual[i] : 0;
      expected[i] = drawn.relu() ? Math.max(0, expected[i]) : expected[i];
    }
    float[] first = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (Workers workers = new Workers(threads)) {
        float[] values = run(workers, drawn, input, weight, bias, residual);
        if (first == null) {
          first = values;
          BlockedMap map = new BlockedMap(values, 0, output(drawn));
          float[] result = new float[expected.length];
          Reorder.leave(workers, map, result, 0);
          double error = error(expected, result);
          assertTrue(error <= ERROR, () -> drawn + ": error " + error);
          assertRestIsZero(map, result);
        } else {
          assertArrayEquals(first, values, drawn + " on " + threads + " threads");
        }
      }
    }
  }

  private static MapExtent output(Case drawn) {
    ConvolutionShape shape = drawn.shape();
    return new MapExtent(
        shape.batch(), shape.filters(), shape.outputHeight(), shape.outputWidth(), drawn.halo());
  }

  private static float[] run(
      Workers workers, Case drawn, float[] input, float[] weight, float[] bias, float[] residual) {
    ConvolutionShape shape = drawn.shape();
    WinogradConvolution convolution =
        new WinogradConvolution(
            drawn.tile(), shape.geometry(), shape.filters(), shape.channels(), weight, 2);
    BlockedMap x =
        map(
            workers,
            input,
            new MapExtent(
                shape.batch(),
                shape.channels(),
                shape.height(),
                shape.width(),
                shape.geometry().padY() + drawn.halo()));
    BlockedMap added =
        drawn.residual() ? map(workers, residual, output(drawn).withHalo(1 - drawn.halo())) : null;
    MapExtent out = convolution.output(x.extent(), drawn.halo());
    assertEquals(output(drawn), out);
    BlockedMap y = new BlockedMap(filled(out.length()), 0, out);
    float[] start = MapEpilogue.start(shape.filters());
    System.arraycopy(bias, 1, start, 0, shape.filters());
    convolution.run(workers, x, new MapEpilogue(start, added, drawn.relu()), y);
    return y.values();
  }

  /** A map at an offset, without a value behind it, so that whatever is read beyond it fails. */
  private static BlockedMap map(Workers workers, float[] values, MapExtent extent) {
    BlockedMap map = new BlockedMap(filled(5 + extent.length()), 5, extent);
    Reorder.enter(workers, values, 0, map);
    return map;
  }

  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /** Halo and missing channels: what is left when the map's values are taken away. */
  private static void assertRestIsZero(BlockedMap map, float[] values) {
    float[] sorted = map.values().clone();
    float[] expected = new float[sorted.length];
    System.arraycopy(values, 0, expected, 0, values.length);
    for (float[] array : List.of(sorted, expected)) {
      for (int i = 0; i < array.length; i++) {
        array[i] += 0f; // of two zeros the positive one
      }
      Arrays.sort(array);
    }
    assertArrayEquals(expected, sorted);
  }

  private static double error(double[] expected, float[] result) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double own = Math.abs(expected[i] - result[i]);
      difference = own <= difference ? difference : own; // keeps NaN
    }
    return largest == 0 ? difference : difference / largest;
  }

  static Stream<ConvolutionShape> deepShapes() {
    return Stream.of(
        shape(1, 256, 14, 14, 32, 1),
        shape(1, 256, 28, 28, 16, 1),
        shape(1, 384, 9, 13, 32, 1),
        shape(2, 512, 7, 7, 48, 1),
        shape(1, 512, 16, 16, 32, 1));
  }

  @ParameterizedTest
  @MethodSource("deepShapes")
  void errorsOfDeepSumsStayWithinTheBound(ConvolutionShape shape) {
    for (int seed = 0; seed < 3; seed++) {
      float[] input = Numbers.uniform(10 + seed, NaiveConvolution.inputs(shape));
      float[] weight = Numbers.uniform(20 + seed, NaiveConvolution.weights(shape) + 2);
      float[] bias = new float[shape.filters() + 1];
      if (seed == 2) {
        for (int i = 0; i < input.length; i++) {
          input[i] = Math.max(0, input[i]); // as behind a ReLU
        }
      }
      double[] expected =
          NaiveConvolution.forward(shape, input, Arrays.copyOfRange(weight, 2, weight.length));
      for (WinogradTile tile : WinogradTile.values()) {
        Case drawn = new Case(tile, shape, 0, false, false);
        try (Workers workers = new Workers(2)) {
          float[] values = run(workers, drawn, input, weight, bias, null);
          float[] result = new float[expected.length];
          Reorder.leave(workers, new BlockedMap(values, 0, output(drawn)), result, 0);
          double error = error(expected, result);
          System.out.println(tile + " " + shape + " " + error);
          assertTrue(error <= ERROR, () -> drawn + ": error " + error);
        }
      }
    }
  }

  @Test
  void handlesSquareFiltersAtStrideOne() {
    assertTrue(WinogradTile.handles(ConvGeometry.of(1, 0), 3, 3));
    assertTrue(WinogradTile.handles(new ConvGeometry(1, 1, 1, 0, 1, 1, 1), 3, 3));
    assertFalse(WinogradTile.handles(ConvGeometry.of(2, 1), 3, 3));
    assertFalse(WinogradTile.handles(ConvGeometry.of(1, 1).withDilation(2), 3, 3));
    assertFalse(WinogradTile.handles(ConvGeometry.of(1, 1).withGroups(2), 3, 3));
    assertFalse(WinogradTile.handles(ConvGeometry.of(1, 1), 1, 3));
    assertFalse(WinogradTile.handles(ConvGeometry.of(1, 2), 5, 5));
  }

  @Test
  void manyTilesTakeTheLargeOnesAndDeepFewTheSmall() {
    assertEquals(Optional.of(WinogradTile.FOUR), choice(64, 56, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(128, 28, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(256, 200, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(256, 16, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(256, 14, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(256, 14, 100));
    assertEquals(Optional.of(WinogradTile.TWO), choice(512, 7, 1));
    assertEquals(Optional.of(WinogradTile.FOUR), choice(512, 7, 8));
    assertEquals(Optional.empty(), choice(512, 1, 1));
    assertEquals(Optional.empty(), choice(16, 3, 1));
  }

  private static Optional<WinogradTile> choice(int channels, int size, int batch) {
    return WinogradTile.choose(channels, new MapExtent(batch, channels, size, size, 1));
  }
}
