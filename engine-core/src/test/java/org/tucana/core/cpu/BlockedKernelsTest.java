package org.tucana.core.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.cpu.blocked.BlockedMap;
import org.tucana.core.cpu.blocked.DirectConvolution;
import org.tucana.core.cpu.blocked.MapEpilogue;
import org.tucana.core.cpu.blocked.MapExtent;
import org.tucana.core.cpu.blocked.MaximumOfWindows;
import org.tucana.core.cpu.blocked.NearestPixels;
import org.tucana.core.cpu.blocked.PlanarConvolution;
import org.tucana.core.cpu.blocked.Reorder;
import org.tucana.core.cpu.blocked.SpreadingConvolution;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.kernel.ConvGeometry;
import org.tucana.core.kernel.PoolGeometry;

class BlockedKernelsTest {
  static Stream<ConvolutionShape> convolutions() {
    return Stream.of(
        shape(1, 16, 13, 29, 32, 3, ConvGeometry.of(1, 1)),
        shape(2, 20, 7, 7, 48, 3, ConvGeometry.of(1, 1)),
        shape(1, 48, 14, 14, 20, 3, ConvGeometry.of(2, 1)),
        shape(3, 33, 6, 31, 17, 1, ConvGeometry.of(1, 0)),
        shape(1, 64, 9, 11, 80, 1, ConvGeometry.of(2, 0)),
        shape(0, 16, 5, 5, 16, 3, ConvGeometry.of(1, 1)),
        shape(1, 3, 4, 130, 5, 2, ConvGeometry.of(1, 0)),
        shape(1, 19, 9, 10, 35, 3, ConvGeometry.of(1, 2).withDilation(2)),
        shape(1, 1, 1, 1, 1, 1, ConvGeometry.of(1, 0)),
        shape(2, 17, 12, 7, 16, 3, new ConvGeometry(2, 1, 0, 2, 1, 1, 1)));
  }

  static Stream<ConvolutionShape> pictures() {
    return Stream.of(
        shape(1, 3, 31, 45, 64, 7, ConvGeometry.of(2, 3)),
        shape(2, 1, 9, 8, 20, 3, ConvGeometry.of(1, 1)),
        shape(1, 8, 16, 5, 33, 5, ConvGeometry.of(3, 2)),
        shape(2, 3, 9, 50, 16, 7, ConvGeometry.of(2, 3)),
        shape(1, 3, 10, 10, 16, 3, new ConvGeometry(1, 2, 0, 1, 2, 1, 1)));
  }

  private static ConvolutionShape shape(
      int batch,
      int channels,
      int height,
      int width,
      int filters,
      int kernel,
      ConvGeometry geometry) {
    return new ConvolutionShape(batch, channels, height, width, filters, kernel, kernel, geometry);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void directConvolution(ConvolutionShape shape) {
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape));
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    int padding = Math.max(shape.geometry().padY(), shape.geometry().padX());
    for (int halo = 0; halo < 2; halo++) {
      MapExtent from = input(shape, padding + halo);
      check(
          shape,
          input,
          weight,
          halo,
          (workers, target) -> {
            DirectConvolution convolution =
                new DirectConvolution(
                    workers,
                    shape.geometry(),
                    shape.filters(),
                    shape.channels(),
                    shape.kernelHeight(),
                    shape.kernelWidth(),
                    weight,
                    2);
            convolution.run(
                workers, BlockedMaps.map(workers, input, from), target.epilogue(), target.output());
            return target.output();
          });
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void planarConvolution(ConvolutionShape shape) {
    float[] input = Numbers.uniform(1, NaiveConvolution.inputs(shape));
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape) + 2);
    check(
        shape,
        input,
        weight,
        1,
        (workers, target) -> {
          PlanarConvolution convolution =
              new PlanarConvolution(
                  shape.geometry(),
                  shape.filters(),
                  shape.channels(),
                  shape.kernelHeight(),
                  shape.kernelWidth(),
                  weight,
                  2);
          convolution.run(
              workers, input, 0, shape.height(), shape.width(), target.epilogue(), target.output());
          return target.output();
        });
  }

  /** What a convolution writes, with bias, residual and ReLU. */
  private record Target(BlockedMap output, MapEpilogue epilogue) {}

  private static void check(
      ConvolutionShape shape,
      float[] input,
      float[] weight,
      int halo,
      BiFunction<Workers, Target, BlockedMap> computation) {
    float[] bias = Numbers.uniform(3, shape.filters());
    float[] residual = Numbers.uniform(4, NaiveConvolution.outputs(shape));
    double[] expected =
        NaiveConvolution.forward(shape, input, Arrays.copyOfRange(weight, 2, weight.length));
    int area = shape.outputHeight() * shape.outputWidth();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + bias[i / area % shape.filters()] + residual[i]);
    }
    MapExtent out =
        new MapExtent(
            shape.batch(), shape.filters(), shape.outputHeight(), shape.outputWidth(), halo);
    float[] start = MapEpilogue.start(shape.filters());
    System.arraycopy(bias, 0, start, 0, bias.length);
    sameOnAllThreads(
        shape.toString(),
        expected,
        shape.channels() * shape.taps() + 2,
        workers ->
            computation.apply(
                workers,
                new Target(
                    BlockedMaps.empty(out),
                    new MapEpilogue(
                        start, BlockedMaps.map(workers, residual, out.withHalo(1 - halo)), true))));
  }

  private interface Computation {
    BlockedMap run(Workers workers);
  }

  private static void sameOnAllThreads(
      String label, double[] expected, int terms, Computation computation) {
    float[] first = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (Workers workers = new Workers(threads)) {
        float[] values = BlockedMaps.values(workers, computation.run(workers));
        Numbers.assertClose(label, expected, values, terms);
        first = first == null ? values : first;
        assertArrayEquals(first, values, label + " on " + threads + " threads");
      }
    }
  }

  private static MapExtent input(ConvolutionShape shape, int halo) {
    return new MapExtent(shape.batch(), shape.channels(), shape.height(), shape.width(), halo);
  }

  @ParameterizedTest
  @CsvSource({"1,16,32,7,9,2", "2,20,3,5,5,2", "3,33,48,4,1,3"})
  void spreadingConvolution(
      int batch, int channels, int filters, int height, int width, int kernel) {
    // Transposed: its weights are those of a convolution from filters to channels.
    ConvolutionShape shape =
        shape(
            batch,
            /* channels= */ filters,
            height * kernel,
            width * kernel,
            /* filters= */ channels,
            kernel,
            ConvGeometry.of(kernel, 0));
    float[] input = Numbers.uniform(1, NaiveConvolution.outputs(shape));
    float[] weight = Numbers.uniform(2, NaiveConvolution.weights(shape));
    double[] expected = NaiveConvolution.inputGradient(shape, input, weight);
    MapExtent from = new MapExtent(batch, channels, height, width, 1);
    MapExtent to = input(shape, 1);
    sameOnAllThreads(
        shape.toString(),
        expected,
        channels,
        workers -> {
          BlockedMap y = BlockedMaps.empty(to);
          new SpreadingConvolution(channels, filters, kernel, kernel, weight, 0)
              .run(
                  workers,
                  BlockedMaps.map(workers, input, from),
                  new MapEpilogue(MapEpilogue.start(filters), null, false),
                  y);
          return y;
        });
  }

  @ParameterizedTest
  @CsvSource({"1,64,12,13,3,2,1", "2,20,7,5,2,2,0", "1,16,5,9,3,1,1", "1,3,4,4,1,2,0"})
  void maximumOfWindows(
      int batch, int channels, int height, int width, int size, int stride, int padding) {
    PoolGeometry geometry = new PoolGeometry(size, stride, padding);
    float[] input = Numbers.uniform(1, batch * channels * height * width);
    int rows = geometry.output(height);
    int columns = geometry.output(width);
    double[] expected = new double[batch * channels * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      int plane = i / (rows * columns);
      int top = i / columns % rows * stride - padding;
      int left = i % columns * stride - padding;
      expected[i] = Double.NEGATIVE_INFINITY;
      for (int y = Math.max(0, top); y < Math.min(height, top + size); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, left + size); x++) {
          expected[i] = Math.max(expected[i], input[(plane * height + y) * width + x]);
        }
      }
    }
    MapExtent to = new MapExtent(batch, channels, rows, columns, 1);
    sameOnAllThreads(
        "maximum",
        expected,
        0,
        workers -> {
          BlockedMap y = BlockedMaps.empty(to);
          MapExtent from = new MapExtent(batch, channels, height, width, 0);
          MaximumOfWindows.run(workers, geometry, BlockedMaps.map(workers, input, from), y);
          return y;
        });
  }

  @ParameterizedTest
  @CsvSource({"1,16,4,5,8,10", "2,20,7,3,15,8", "1,33,3,3,1,2"})
  void nearestPixels(int batch, int channels, int height, int width, int rows, int columns) {
    float[] input = Numbers.uniform(1, batch * channels * height * width);
    double[] expected = new double[batch * channels * rows * columns];
    for (int i = 0; i < expected.length; i++) {
      int row = i / columns % rows * height / rows;
      int column = i % columns * width / columns;
      expected[i] = input[(i / (rows * columns) * height + row) * width + column];
    }
    MapExtent to = new MapExtent(batch, channels, rows, columns, 1);
    sameOnAllThreads(
        "nearest",
        expected,
        0,
        workers -> {
          BlockedMap y = BlockedMaps.empty(to);
          MapExtent from = new MapExtent(batch, channels, height, width, 1);
          NearestPixels.run(workers, BlockedMaps.map(workers, input, from), y);
          return y;
        });
  }

  @ParameterizedTest
  @CsvSource({"1,16,3,9", "2,35,5,17", "3,1,1,1"})
  void whatEntersLeavesAsItWas(int batch, int channels, int height, int width) {
    float[] input = Numbers.uniform(1, batch * channels * height * width);
    for (int halo : List.of(0, 2)) {
      MapExtent extent = new MapExtent(batch, channels, height, width, halo);
      try (Workers workers = new Workers(2)) {
        BlockedMap map = BlockedMaps.empty(extent);
        Reorder.enter(workers, input, 0, map);
        assertArrayEquals(input, BlockedMaps.values(workers, map));
      }
    }
  }
}
