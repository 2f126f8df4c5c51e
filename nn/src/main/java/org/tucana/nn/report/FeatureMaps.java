package org.tucana.nn.report;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.ShapeException;

/**
 * The channels that one layer makes of one picture.
 *
 * <p>The array is held, not copied.
 *
 * @param channels number of channels
 * @param rows cells along y
 * @param columns cells along x
 * @param values {@code channels * rows * columns} numbers, channel by channel
 */
public record FeatureMaps(int channels, int rows, int columns, float[] values) {
  public FeatureMaps {
    if (values.length != Math.multiplyExact(channels, Math.multiplyExact(rows, columns))) {
      throw new IllegalArgumentException(
          "feature maps: %dx%dx%d need as many values, got %d"
              .formatted(channels, rows, columns, values.length));
    }
  }

  /**
   * The maps of the one picture in a tensor [1,C,H,W].
   *
   * @throws ShapeException for a tensor of another form
   */
  public static FeatureMaps of(HostTensor tensor) {
    if (tensor.shape().rank() != 4 || tensor.shape().dim(0) != 1) {
      throw new ShapeException(
          "feature maps: a tensor [1,C,H,W] wanted, got " + tensor.shape() + "; give one picture");
    }
    return new FeatureMaps(
        tensor.shape().dim(1), tensor.shape().dim(2), tensor.shape().dim(3), tensor.toFloats());
  }

  private int area() {
    return rows * columns;
  }

  /** A channel's values, row by row. */
  public float[] channel(int channel) {
    float[] plane = new float[area()];
    System.arraycopy(values, channel * area(), plane, 0, plane.length);
    return plane;
  }

  /** The mean over all channels at each cell. */
  public float[] mean() {
    double[] sums = new double[area()];
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += values[i];
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / channels);
    }
    return mean;
  }

  /** The channels whose values differ most from cell to cell, by falling standard deviation. */
  public int[] liveliest(int most) {
    double[] deviations = IntStream.range(0, channels).mapToDouble(this::deviation).toArray();
    return IntStream.range(0, channels)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> -deviations[c]))
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double deviation(int channel) {
    float[] plane = channel(channel);
    double mean = 0;
    for (float v : plane) {
      mean += v / (double) plane.length;
    }
    double squares = 0;
    for (float v : plane) {
      squares += (v - mean) * (v - mean);
    }
    return Math.sqrt(squares / plane.length);
  }
}
