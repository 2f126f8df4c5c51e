package org.tucana.astro.threshold;

import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.data.Picture;

/** Skies that tests fill: one band, row by row. */
final class TestSky {
  final int height;
  final int width;
  final float[] pixels;

  TestSky(int height, int width) {
    this.height = height;
    this.width = width;
    this.pixels = new float[height * width];
  }

  /** Adds the sky's level, rising along both axes, and normal noise. */
  TestSky sky(double level, double slopeX, double slopeY, double noise, long seed) {
    Philox random = new RandomKey(seed, "test sky", 0).stream();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] +=
            (float) (level + slopeX * x + slopeY * y + noise * random.nextGaussian());
      }
    }
    return this;
  }

  /** Adds a round Gaussian centred at (x, y); pixel i covers [i, i + 1). */
  TestSky blob(double x, double y, double deviation, double peak) {
    for (int i = 0; i < pixels.length; i++) {
      int row = i / width;
      int column = i % width;
      double squares = (column + 0.5 - x) * (column + 0.5 - x) + (row + 0.5 - y) * (row + 0.5 - y);
      // Nothing lies far out, so that a shifted object leaves the same sky.
      double light = squares > 25 * deviation * deviation ? 0 : peak;
      pixels[i] += (float) (light * Math.exp(-squares / (2 * deviation * deviation)));
    }
    return this;
  }

  TestSky fill(int top, int left, int rows, int columns, float value) {
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        pixels[y * width + x] = value;
      }
    }
    return this;
  }

  Picture picture() {
    return new Picture(1, height, width, pixels);
  }
}
