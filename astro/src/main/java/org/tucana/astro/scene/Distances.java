package org.tucana.astro.scene;

/** Distances on a pixel grid. */
final class Distances {
  private static final float DIAGONAL = 1.4142135f;

  private Distances() {}

  /**
   * For each pixel the distance to the nearest pixel that is inside, along steps to the eight
   * neighbours (Rosenfeld and Pfaltz 1966, two passes).
   */
  static float[] toInside(float[] inside, int height, int width) {
    float[] d = new float[inside.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = inside[i] > 0.5f ? 0 : 1e6f;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float best = d[i];
        best = x > 0 ? Math.min(best, d[i - 1] + 1) : best;
        best = y > 0 ? Math.min(best, d[i - width] + 1) : best;
        best = y > 0 && x > 0 ? Math.min(best, d[i - width - 1] + DIAGONAL) : best;
        best = y > 0 && x < width - 1 ? Math.min(best, d[i - width + 1] + DIAGONAL) : best;
        d[i] = best;
      }
    }
    for (int y = height - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--) {
        int i = y * width + x;
        float best = d[i];
        best = x < width - 1 ? Math.min(best, d[i + 1] + 1) : best;
        best = y < height - 1 ? Math.min(best, d[i + width] + 1) : best;
        best = y < height - 1 && x < width - 1 ? Math.min(best, d[i + width + 1] + DIAGONAL) : best;
        best = y < height - 1 && x > 0 ? Math.min(best, d[i + width - 1] + DIAGONAL) : best;
        d[i] = best;
      }
    }
    return d;
  }
}
