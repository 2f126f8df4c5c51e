package org.tucana.astro.scene;

import org.tucana.core.type.Philox;

/** Three bands of unstretched brightness over a rectangle of pixels. */
final class Bands {
  static final int COUNT = 3;

  final int height;
  final int width;
  final double[][] values;

  Bands(int height, int width) {
    this.height = height;
    this.width = width;
    this.values = new double[COUNT][height * width];
  }

  /** Mean of the bands. */
  double grey(int pixel) {
    return (values[0][pixel] + values[1][pixel] + values[2][pixel]) / COUNT;
  }

  /** Convolves every band with a normalised Gaussian; light does not cross the border. */
  Bands blurred(double deviation) {
    if (deviation <= 0) {
      return this;
    }
    double[] kernel = gaussian(deviation);
    Bands out = new Bands(height, width);
    double[] rows = new double[height * width];
    for (int c = 0; c < COUNT; c++) {
      along(values[c], rows, kernel, 1, width, height, width);
      along(rows, out.values[c], kernel, width, height, width, 1);
    }
    return out;
  }

  /** Half a kernel: weight at distance 0, 1, ...; the whole sums to 1. */
  private static double[] gaussian(double deviation) {
    int reach = (int) Math.ceil(3.5 * deviation);
    double[] kernel = new double[reach + 1];
    double sum = 0;
    for (int i = 0; i <= reach; i++) {
      kernel[i] = Math.exp(-i * i / (2 * deviation * deviation));
      sum += i == 0 ? kernel[i] : 2 * kernel[i];
    }
    for (int i = 0; i <= reach; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** One pass along lines: elements {@code step} apart, lines {@code lineStep} apart. */
  private static void along(
      double[] from, double[] to, double[] kernel, int step, int length, int lines, int lineStep) {
    for (int line = 0; line < lines; line++) {
      int base = line * lineStep;
      for (int i = 0; i < length; i++) {
        double sum = kernel[0] * from[base + i * step];
        for (int k = 1; k < kernel.length; k++) {
          double left = i - k >= 0 ? from[base + (i - k) * step] : 0;
          double right = i + k < length ? from[base + (i + k) * step] : 0;
          sum += kernel[k] * (left + right);
        }
        to[base + i * step] = sum;
      }
    }
  }

  /** The image through the atmosphere: a core and wings 2.4 times as wide. */
  Bands seen(Sky sky) {
    Bands core = blurred(sky.seeing());
    Bands wings = blurred(2.4 * sky.seeing());
    for (int c = 0; c < COUNT; c++) {
      for (int i = 0; i < core.values[c].length; i++) {
        core.values[c][i] += sky.wings() * (wings.values[c][i] - core.values[c][i]);
      }
    }
    return core;
  }

  /** Adds another image with its corner at the given row and column; what lies outside is lost. */
  void add(Bands other, int row, int column) {
    for (int c = 0; c < COUNT; c++) {
      for (int y = Math.max(0, -row); y < Math.min(other.height, height - row); y++) {
        for (int x = Math.max(0, -column); x < Math.min(other.width, width - column); x++) {
          values[c][(row + y) * width + column + x] += other.values[c][y * other.width + x];
        }
      }
    }
  }

  /** Noise of variance 1, correlated over the sky's grain. */
  static Bands noise(int height, int width, Sky sky, Philox random) {
    Bands noise = new Bands(height, width);
    for (double[] band : noise.values) {
      for (int i = 0; i < band.length; i++) {
        band[i] = random.nextGaussian();
      }
    }
    Bands smooth = noise.blurred(sky.grain());
    // A Gaussian blur of deviation g lowers the variance of white noise to 1 / (4 pi g^2).
    double g = sky.grain();
    double gain = g > 0.35 ? Math.min(2.5, 2 * g * Math.sqrt(Math.PI)) : 1;
    for (double[] band : smooth.values) {
      for (int i = 0; i < band.length; i++) {
        band[i] *= gain;
      }
    }
    return smooth;
  }
}
