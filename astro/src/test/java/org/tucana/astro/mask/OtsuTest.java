package org.tucana.astro.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of scikit-image 0.19.3 for the same samples. */
class OtsuTest {
  @ParameterizedTest
  @CsvSource({
    "1, 100, 0x1.957ed6p-4, 0x1.69b414p+5, 25",
    "2, 1000, 0x1.5449dp-2, 0x1.4d3d7cp+8, 84",
    "3, 4000, 0x1.97d81cp-4, 0x1.6f5dd4p+5, 25",
    "4, 10000, 0x1.973638p-4, 0x1.6dd77ap+5, 25"
  })
  void thresholdsEqualTheReferenceBitForBit(
      long seed, int n, float expected, float expectedScaled, int expectedLevel) {
    float[] samples = samples(seed, n);
    float[] scaled = new float[n];
    byte[] levels = new byte[n];
    for (int i = 0; i < n; i++) {
      scaled[i] = samples[i] * 1234.5f - 77;
      levels[i] = (byte) (int) (samples[i] * 255);
    }
    assertEquals(expected, Otsu.threshold(samples));
    assertEquals(expectedScaled, Otsu.threshold(scaled));
    assertEquals(expectedLevel, Otsu.threshold(levels));
  }

  @Test
  void equalSamplesAreTheirOwnThreshold() {
    assertEquals(0.25f, Otsu.threshold(new float[] {0.25f, 0.25f}));
    assertEquals(200, Otsu.threshold(new byte[] {(byte) 200, (byte) 200}));
  }

  @Test
  void nothingHasTheThresholdZero() {
    assertEquals(0, Otsu.threshold(new float[0]));
    assertEquals(0, Otsu.threshold(new float[] {Float.NaN}));
    assertEquals(0, Otsu.threshold(new byte[0]));
  }

  @Test
  void samplesThatAreNoNumberDoNotCount() {
    float[] samples = samples(2, 1000);
    float[] withGaps = new float[1002];
    System.arraycopy(samples, 0, withGaps, 1, 1000);
    withGaps[0] = Float.NaN;
    withGaps[1001] = Float.NEGATIVE_INFINITY;
    assertEquals(Otsu.threshold(samples), Otsu.threshold(withGaps));
  }

  /** Faint and bright samples by a linear congruential generator (Knuth's constants). */
  private static float[] samples(long seed, int n) {
    double[] uniform = new double[2 * n];
    long state = seed;
    for (int i = 0; i < 2 * n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      uniform[i] = (state >>> 40) * 0x1p-24;
    }
    float[] samples = new float[n];
    for (int i = 0; i < n; i++) {
      double second = uniform[n + i];
      samples[i] = (float) (uniform[i] < 0.8 ? 0.1 * second : 0.3 + 0.7 * second * second);
    }
    return samples;
  }
}
