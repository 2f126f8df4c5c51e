package org.tucana.astro.stretch;

import java.util.Arrays;

/**
 * The values that become black and white.
 *
 * @param low value of black
 * @param high value of white, not below that of black
 */
public record Limits(double low, double high) {
  private static final double REJECTED_DEVIATIONS = 2.5;
  private static final int MOST_ROUNDS = 5;
  private static final int LEAST_SAMPLES = 5;
  private static final double LARGEST_REJECTED_SHARE = 0.5;
  private static final double GROWN_SHARE = 0.01;

  /**
   * The limits of IRAF's zscale, equal to astropy's {@code ZScaleInterval}: a line is fitted to
   * sorted samples while those far from it are rejected with their neighbours; the limits lie where
   * that line, steeper by 1 / contrast, leaves the range of the samples.
   *
   * @param values any values; those that are no finite number do not count
   * @param contrast scale of the slope, in (0, 1]
   * @param sampleCount number of samples to take at equal distances
   * @return zero to zero where there is no finite value
   */
  public static Limits zscale(float[] values, double contrast, int sampleCount) {
    double[] samples = samples(values, sampleCount);
    int n = samples.length;
    if (n == 0) {
      return new Limits(0, 0);
    }
    int least = Math.max(LEAST_SAMPLES, (int) (n * LARGEST_REJECTED_SHARE));
    boolean[] rejected = new boolean[n];
    int kept = n;
    int keptBefore = n + 1;
    double slope = 0;
    for (int round = 0; round < MOST_ROUNDS && kept < keptBefore && kept >= least; round++) {
      Line line = Line.fit(samples, rejected, kept);
      slope = line.slope();
      rejectFarFrom(line, samples, rejected, kept);
      keptBefore = kept;
      kept = 0;
      for (boolean bad : rejected) {
        kept += bad ? 0 : 1;
      }
    }
    double low = samples[0];
    double high = samples[n - 1];
    if (kept < least) {
      return new Limits(low, high);
    }
    double steep = slope / contrast;
    int centre = (n - 1) / 2;
    double median = (samples[(n - 1) / 2] + samples[n / 2]) / 2;
    return new Limits(
        Math.max(low, median - (centre - 1) * steep),
        Math.min(high, median + (n - centre) * steep));
  }

  /** Finite values at equal distances, sorted. */
  private static double[] samples(float[] values, int sampleCount) {
    double[] finite = finite(values);
    int stride = Math.max(1, finite.length / sampleCount);
    int n = Math.min(sampleCount, (finite.length + stride - 1) / stride);
    double[] samples = new double[n];
    for (int i = 0; i < n; i++) {
      samples[i] = finite[i * stride];
    }
    Arrays.sort(samples);
    return samples;
  }

  static double[] finite(float[] values) {
    double[] finite = new double[values.length];
    int n = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        finite[n++] = value;
      }
    }
    return Arrays.copyOf(finite, n);
  }

  /** A straight line over sample numbers, by least squares about their means. */
  private record Line(double slope, double meanPosition, double meanValue) {
    static Line fit(double[] samples, boolean[] rejected, int kept) {
      double meanPosition = 0;
      double meanValue = 0;
      for (int i = 0; i < samples.length; i++) {
        if (!rejected[i]) {
          meanPosition += i;
          meanValue += samples[i];
        }
      }
      meanPosition /= kept;
      meanValue /= kept;
      double covariance = 0;
      double variance = 0;
      for (int i = 0; i < samples.length; i++) {
        if (!rejected[i]) {
          covariance += (i - meanPosition) * (samples[i] - meanValue);
          variance += (i - meanPosition) * (i - meanPosition);
        }
      }
      return new Line(covariance / variance, meanPosition, meanValue);
    }

    double at(int position) {
      return meanValue + slope * (position - meanPosition);
    }
  }

  private static void rejectFarFrom(Line line, double[] samples, boolean[] rejected, int kept) {
    int n = samples.length;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      if (!rejected[i]) {
        double residual = samples[i] - line.at(i);
        squares += residual * residual;
      }
    }
    double threshold = REJECTED_DEVIATIONS * Math.sqrt(squares / kept);
    boolean[] far = new boolean[n];
    for (int i = 0; i < n; i++) {
      far[i] = rejected[i] || Math.abs(samples[i] - line.at(i)) > threshold;
    }
    int grown = Math.max(1, (int) (n * GROWN_SHARE));
    for (int i = 0; i < n; i++) {
      rejected[i] = false;
      for (int j = Math.max(0, i - grown / 2); j <= Math.min(n - 1, i + (grown - 1) / 2); j++) {
        rejected[i] |= far[j];
      }
    }
  }
}
