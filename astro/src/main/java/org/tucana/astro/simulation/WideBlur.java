package org.tucana.astro.simulation;

import java.util.Arrays;

/**
 * A weighted sum of Gaussian convolutions of one plane. Wide Gaussians are convolved on a plane of
 * half or a quarter of the resolution, and the result is interpolated cubically.
 */
final class WideBlur {
  private static final int LEVELS = 3;

  /** Gaussians wider than this, in pixels of a level, are left to the next one. */
  private static final double WIDEST = 4;

  /**
   * Cubic interpolation half way between two pixels takes so much of both, and so much less of
   * their outer neighbours; it keeps moments up to the third.
   */
  private static final float NEAR = 9 / 16f;

  private static final float FAR = -1 / 16f;

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
      own /= 2;
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
        addDoubled(
            sums[level], heights[level], widths[level], sums[finer], heights[finer], widths[finer]);
      }
    }
    return sums[0];
  }

  /** The even rows and columns, to which the odd ones are given: the adjoint of interpolation. */
  private static float[] halved(float[] plane, int height, int width) {
    int rows = height / 2 + 1;
    int columns = width / 2 + 1;
    float[] half = new float[rows * columns];
    float[] line = new float[columns];
    for (int y = 0; y < height; y++) {
      Arrays.fill(line, 0);
      int from = y * width;
      for (int x = 0; x < width; x += 2) {
        line[x / 2] += plane[from + x];
      }
      for (int x = 1; x < width; x += 2) {
        float light = plane[from + x];
        int left = x / 2;
        line[left] += NEAR * light;
        line[left + 1] += NEAR * light;
        line[Math.max(0, left - 1)] += FAR * light;
        line[Math.min(columns - 1, left + 2)] += FAR * light;
      }
      int upper = y / 2;
      if (y % 2 == 0) {
        addScaled(line, 1, half, upper);
      } else {
        addScaled(line, NEAR, half, upper);
        addScaled(line, NEAR, half, upper + 1);
        addScaled(line, FAR, half, Math.max(0, upper - 1));
        addScaled(line, FAR, half, Math.min(rows - 1, upper + 2));
      }
    }
    return half;
  }

  private static void addScaled(float[] line, float scale, float[] plane, int row) {
    int base = row * line.length;
    for (int x = 0; x < line.length; x++) {
      plane[base + x] += scale * line[x];
    }
  }

  /** Adds a coarse plane, interpolated, to one of twice its resolution. */
  private static void addDoubled(
      float[] coarse, int rows, int columns, float[] fine, int height, int width) {
    float[] line = new float[columns];
    for (int y = 0; y < height; y++) {
      int upper = y / 2;
      int lower = y % 2 == 0 ? upper : upper + 1;
      int above = y % 2 == 0 ? upper : Math.max(0, upper - 1);
      int below = y % 2 == 0 ? upper : Math.min(rows - 1, upper + 2);
      for (int x = 0; x < columns; x++) {
        // A quarter, since one coarse pixel stands for four.
        line[x] =
            0.25f
                * (NEAR * (coarse[upper * columns + x] + coarse[lower * columns + x])
                    + FAR * (coarse[above * columns + x] + coarse[below * columns + x]));
      }
      int base = y * width;
      for (int x = 0; x < width; x += 2) {
        fine[base + x] += line[x / 2];
      }
      for (int x = 1; x < width; x += 2) {
        int left = x / 2;
        fine[base + x] +=
            NEAR * (line[left] + line[left + 1])
                + FAR * (line[Math.max(0, left - 1)] + line[Math.min(columns - 1, left + 2)]);
      }
    }
  }
}
