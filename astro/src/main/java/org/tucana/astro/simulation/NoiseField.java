package org.tucana.astro.simulation;

import java.util.stream.IntStream;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/** Standard normal noise over a picture; each pair of pixels has its own random numbers. */
final class NoiseField {
  private static final int PAIRS_AT_ONCE = 1 << 14;

  private NoiseField() {}

  /**
   * Noise of variance 1.
   *
   * @param grain deviation of the Gaussian that correlates it, pixels; 0 for white noise
   */
  static float[] of(int height, int width, double grain, RandomKey key) {
    int size = height * width;
    float[] noise = new float[size];
    int pairs = (size + 1) / 2;
    IntStream.range(0, (pairs + PAIRS_AT_ONCE - 1) / PAIRS_AT_ONCE)
        .parallel()
        .forEach(chunk ->
            fill(
                noise,
                chunk * PAIRS_AT_ONCE,
                Math.min(pairs, (chunk + 1) * PAIRS_AT_ONCE),
                key.stream()));
    return grain > 0 ? correlated(noise, height, width, grain) : noise;
  }

  /** Box and Muller's formula; both of its values are used. */
  private static void fill(float[] noise, int from, int to, Philox random) {
    for (int pair = from; pair < to; pair++) {
      double u = ((random.bits(2L * pair) & 0xFFFFFFFFL) + 1) * 0x1p-32;
      double angle = (random.bits(2L * pair + 1) & 0xFFFFFFFFL) * (0x1p-31 * Math.PI);
      double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
      noise[2 * pair] = (float) (radius * StrictMath.cos(angle));
      if (2 * pair + 1 < noise.length) {
        noise[2 * pair + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }

  private static float[] correlated(float[] noise, int height, int width, double grain) {
    float[] kernel = Blur.kernel(grain);
    double squares = kernel[0] * kernel[0];
    for (int i = 1; i < kernel.length; i++) {
      squares += 2.0 * kernel[i] * kernel[i];
    }
    float[] smooth = Blur.gaussian(noise, height, width, grain);
    // Of both axes; so much the variance of white noise falls.
    float scale = (float) (1 / squares);
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] *= scale;
    }
    return smooth;
  }
}
