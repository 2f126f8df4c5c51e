package org.tucana.astro.simulation;

/**
 * A weighted sum of Gaussian convolutions of one plane. Wide Gaussians are convolved on a plane of
 * half or a quarter of the resolution, and the result is interpolated.
 */
final class WideBlur {
  private static final int LEVELS = 3;

  /** Gaussians wider than this, in pixels of a level, are left to the next one. */
  private static final double WIDEST = 3.5;

  /**
   * Sharing odd pixels among their even neighbours, and interpolating linearly between those,
   * convolves with kernels whose variance is 1/2 on average.
   */
  private static final double VARIANCE_OF_HALVING = 1;

  private final int[] heights = new int[LEVELS];
  private final int[] widths = new int[LEVELS];
  private final float[][] planes = new float[LEVELS][];
  private final float[][] sums = new float[LEVELS][];

  WideBlur(float[] plane, int height, int width) {
    planes[0] = plane;
    heights[0] = height;
    widths[0] = width;
  }

  /** Adds {@code weight} times the plane convolved with a Gaussian of a deviation in pixels. */
  void add(double deviation, double weight) {
    double own = deviation;
    int level = 0;
    while (own > WIDEST && level + 1 < LEVELS && Math.min(heights[level], widths[level]) > 4) {
      own = Math.sqrt(own * own - VARIANCE_OF_HALVING) / 2;
      level++;
      if (planes[level] == null) {
        heights[level] = heights[level - 1] / 2 + 1;
        widths[level] = widths[level - 1] / 2 + 1;
        planes[level] = halved(planes[level - 1], heights[level - 1], widths[level - 1]);
      }
    }
    if (sums[level] == null) {
      sums[level] = new float[planes[level].length];
    }
    Blur.addGaussian(planes[level], heights[level], widths[level], own, weight, sums[level]);
  }

  /** The sum of all that was added. */
  float[] total() {
    for (int level = LEVELS - 1; level > 0; level--) {
      if (sums[level] != null) {
        int finer = level - 1;
        if (sums[finer] == null) {
          sums[finer] = new float[planes[finer].length];
        }
        addDoubled(sums[level], widths[level], sums[finer], heights[finer], widths[finer]);
      }
    }
    return sums[0];
  }

  /** The even rows and columns, to which the odd ones give halves: centroids stay. */
  private static float[] halved(float[] plane, int height, int width) {
    int rows = height / 2 + 1;
    int columns = width / 2 + 1;
    float[] half = new float[rows * columns];
    for (int y = 0; y < height; y++) {
      float share = y % 2 == 0 ? 1 : 0.5f;
      for (int row = y / 2; row <= (y + 1) / 2; row++) {
        int to = row * columns;
        for (int x = 0; x < width; x += 2) {
          half[to + x / 2] += share * plane[y * width + x];
        }
        for (int x = 1; x < width; x += 2) {
          float light = 0.5f * share * plane[y * width + x];
          half[to + x / 2] += light;
          half[to + x / 2 + 1] += light;
        }
      }
    }
    return half;
  }

  /** Adds a coarse plane, linearly interpolated, to one of twice its resolution. */
  private static void addDoubled(float[] coarse, int columns, float[] fine, int height, int width) {
    float[] line = new float[columns];
    for (int y = 0; y < height; y++) {
      int upper = y / 2 * columns;
      int lower = (y + 1) / 2 * columns;
      for (int x = 0; x < columns; x++) {
        // A quarter of the mean: one coarse pixel stands for four.
        line[x] = 0.125f * (coarse[upper + x] + coarse[lower + x]);
      }
      int base = y * width;
      for (int x = 0; x < width; x++) {
        fine[base + x] += 0.5f * (line[x / 2] + line[(x + 1) / 2]);
      }
    }
  }
}
