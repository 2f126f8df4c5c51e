package org.tucana.astro.simulation;

/** Convolution with Gaussians, one axis after the other; light does not cross the border. */
final class Blur {
  private static final double REACH = 3.2;

  private Blur() {}

  /** A plane convolved with a normalised Gaussian of the given standard deviation, pixels. */
  static float[] gaussian(float[] plane, int height, int width, double deviation) {
    float[] sum = new float[plane.length];
    addGaussian(plane, height, width, deviation, 1, sum);
    return sum;
  }

  /** Adds {@code weight} times the convolved plane. */
  static void addGaussian(
      float[] plane, int height, int width, double deviation, double weight, float[] sum) {
    float[] kernel = kernel(deviation);
    int reach = kernel.length - 1;
    int first = 0;
    int last = height;
    while (first < last && isDark(plane, first, width)) {
      first++;
    }
    while (last > first && isDark(plane, last - 1, width)) {
      last--;
    }
    float[] padded = new float[width + 2 * reach];
    float[] row = new float[width];
    float[] line = new float[width];
    for (int y = Math.max(0, first - reach); y < Math.min(height, last + reach); y++) {
      column(plane, y, height, width, kernel, row);
      System.arraycopy(row, 0, padded, reach, width);
      alongRow(padded, kernel, line);
      int base = y * width;
      for (int x = 0; x < width; x++) {
        sum[base + x] += (float) weight * line[x];
      }
    }
  }

  private static boolean isDark(float[] plane, int y, int width) {
    for (int i = y * width; i < (y + 1) * width; i++) {
      if (plane[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Row y of the vertical pass. */
  private static void column(
      float[] plane, int y, int height, int width, float[] kernel, float[] row) {
    int base = y * width;
    for (int x = 0; x < width; x++) {
      row[x] = kernel[0] * plane[base + x];
    }
    int k = 1;
    // Two at a time: half as many passes over the row.
    for (; k + 1 < kernel.length && y - k - 1 >= 0 && y + k + 1 < height; k += 2) {
      float near = kernel[k];
      float far = kernel[k + 1];
      int above = base - k * width;
      int below = base + k * width;
      for (int x = 0; x < width; x++) {
        row[x] +=
            near * (plane[above + x] + plane[below + x])
                + far * (plane[above - width + x] + plane[below + width + x]);
      }
    }
    for (; k < kernel.length; k++) {
      if (y - k >= 0) {
        addScaled(plane, base - k * width, kernel[k], row);
      }
      if (y + k < height) {
        addScaled(plane, base + k * width, kernel[k], row);
      }
    }
  }

  private static void addScaled(float[] plane, int from, float weight, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] += weight * plane[from + x];
    }
  }

  private static void alongRow(float[] padded, float[] kernel, float[] line) {
    int reach = kernel.length - 1;
    for (int x = 0; x < line.length; x++) {
      line[x] = kernel[0] * padded[x + reach];
    }
    int k = 1;
    for (; k < reach; k += 2) {
      float near = kernel[k];
      float far = kernel[k + 1];
      int left = reach - k;
      int right = reach + k;
      for (int x = 0; x < line.length; x++) {
        line[x] +=
            near * (padded[x + left] + padded[x + right])
                + far * (padded[x + left - 1] + padded[x + right + 1]);
      }
    }
    if (k == reach) {
      for (int x = 0; x < line.length; x++) {
        line[x] += kernel[k] * (padded[x] + padded[x + 2 * k]);
      }
    }
  }

  /** Half a kernel: weight at distance 0, 1, ...; the whole sums to 1. */
  static float[] kernel(double deviation) {
    int reach = deviation < 0.05 ? 0 : (int) Math.ceil(REACH * deviation);
    double[] weights = new double[reach + 1];
    double sum = 0;
    for (int i = 0; i <= reach; i++) {
      weights[i] = reach == 0 ? 1 : Math.exp(-i * i / (2 * deviation * deviation));
      sum += i == 0 ? weights[i] : 2 * weights[i];
    }
    float[] kernel = new float[reach + 1];
    for (int i = 0; i <= reach; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }
}
