package org.tucana.astro.threshold;

/** The 3x3 filter of SExtractor's defaults, which favours what is as wide as a star. */
final class MatchedFilter {
  /**
   * Weight of a row or column at distance 0 and 1: the outer product of (1 2 1) / 4 with itself.
   */
  private static final float MIDDLE = 0.5f;

  private static final float SIDE = 0.25f;

  private MatchedFilter() {}

  /**
   * Convolves light above the sky.
   *
   * @param plane row by row; what is no number, and what lies outside, counts as empty sky
   */
  static float[] of(int height, int width, float[] plane) {
    float[] across = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float left = x > 0 ? light(plane[i - 1]) : 0;
        float right = x < width - 1 ? light(plane[i + 1]) : 0;
        across[i] = MIDDLE * light(plane[i]) + SIDE * (left + right);
      }
    }
    float[] filtered = new float[plane.length];
    for (int i = 0; i < filtered.length; i++) {
      float above = i >= width ? across[i - width] : 0;
      float below = i < filtered.length - width ? across[i + width] : 0;
      filtered[i] = MIDDLE * across[i] + SIDE * (above + below);
    }
    return filtered;
  }

  private static float light(float sample) {
    return Float.isNaN(sample) ? 0 : sample;
  }
}
