package org.tucana.astro.mask;

import org.tucana.detection.structure.BinaryMask;

/**
 * Otsu's threshold: the brightness that parts a histogram into two classes with the largest
 * variance between them (Otsu, "A threshold selection method from gray-level histograms", 1979).
 * Results equal those of scikit-image's {@code threshold_otsu}, bit for bit; an object is what lies
 * above the threshold.
 */
public final class Otsu {
  private static final int BINS = 256;

  private Otsu() {}

  /**
   * The threshold of 8-bit samples; the histogram has one bin a level.
   *
   * @param levels samples, taken as 0 to 255
   * @return a level; that of the samples where all are equal, 0 where there is none
   */
  public static int threshold(byte[] levels) {
    double[] counts = new double[BINS];
    double[] centres = new double[BINS];
    int lowest = BINS;
    int highest = 0;
    for (byte b : levels) {
      int level = Byte.toUnsignedInt(b);
      counts[level]++;
      lowest = Math.min(lowest, level);
      highest = Math.max(highest, level);
    }
    for (int i = 0; i < BINS; i++) {
      centres[i] = i;
    }
    return lowest >= highest ? highest : split(counts, centres, lowest, highest + 1);
  }

  /**
   * The threshold of real samples, by 256 bins between the smallest and the largest one.
   *
   * @param samples brightness; samples that are no finite number do not count
   * @return the centre of a bin; the samples' value where all are equal, 0 where there is none
   */
  public static float threshold(float[] samples) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float s : samples) {
      if (Float.isFinite(s)) {
        low = Math.min(low, s);
        high = Math.max(high, s);
      }
    }
    if (low >= high) {
      return low == high ? low : 0;
    }
    float[] edges = edges(low, high);
    double[] counts = histogram(samples, edges);
    double[] centres = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      centres[i] = (edges[i] + edges[i + 1]) / 2;
    }
    return (float) centres[split(counts, centres, 0, BINS)];
  }

  /** Which 8-bit samples lie above a threshold. */
  public static BinaryMask above(byte[] levels, int height, int width, int threshold) {
    byte[] mask = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      mask[i] = (byte) (Byte.toUnsignedInt(levels[i]) > threshold ? 1 : 0);
    }
    return new BinaryMask(height, width, mask);
  }

  /** Bin edges in float32, as NumPy rounds them: thresholds would differ by a bin otherwise. */
  private static float[] edges(float low, float high) {
    double step = ((double) high - low) / BINS;
    float[] edges = new float[BINS + 1];
    for (int i = 0; i < BINS; i++) {
      edges[i] = (float) (i * step + low);
    }
    edges[BINS] = high;
    return edges;
  }

  private static double[] histogram(float[] samples, float[] edges) {
    float low = edges[0];
    float range = edges[BINS] - low;
    float scale = (float) (BINS / (double) range);
    double[] counts = new double[BINS];
    for (float s : samples) {
      if (!Float.isFinite(s)) {
        continue;
      }
      int bin = Math.min(BINS - 1, (int) ((s - low) * scale));
      // The multiplication rounds; the edges decide.
      if (s < edges[bin]) {
        bin--;
      } else if (bin < BINS - 1 && s >= edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
    }
    return counts;
  }

  /**
   * The last bin of the lower class among bins {@code from} to {@code to}. Both sums run outwards
   * in the order of the reference, so that ties between equal variances fall alike.
   */
  private static int split(double[] counts, double[] centres, int from, int to) {
    double[] upperWeight = new double[to + 1];
    double[] upperSum = new double[to + 1];
    for (int i = to - 1; i >= from; i--) {
      upperWeight[i] = upperWeight[i + 1] + counts[i];
      upperSum[i] = upperSum[i + 1] + counts[i] * centres[i];
    }
    double weight = 0;
    double sum = 0;
    double best = Double.NEGATIVE_INFINITY;
    int bestBin = from;
    for (int i = from; i < to - 1; i++) {
      weight += counts[i];
      sum += counts[i] * centres[i];
      double difference = sum / weight - upperSum[i + 1] / upperWeight[i + 1];
      double variance = weight * upperWeight[i + 1] * (difference * difference);
      if (variance > best) {
        best = variance;
        bestBin = i;
      }
    }
    return bestBin;
  }
}
