package org.tucana.astro.threshold;

import java.util.Arrays;

/**
 * Sky of one cell of a picture, from the histogram of its samples: clipped at three deviations
 * around the median until nothing more falls away, then the mode 2.5 median - 1.5 mean; where the
 * two differ by 0.3 deviations or more the cell is crowded, and the median is used.
 *
 * @param level brightness of the sky
 * @param noise standard deviation of the samples that are left
 */
record CellSky(double level, double noise) {
  private static final double CLIPPED_DEVIATIONS = 3;

  /** First the outliers must go: the mean of a cell with a star in it says nothing. */
  private static final double FIRST_DEVIATIONS = 2;

  private static final double HISTOGRAM_DEVIATIONS = 5;
  private static final double CROWDED = 0.3;

  /**
   * The sky of some samples.
   *
   * @param samples finite numbers; the first {@code count} are sorted
   * @param count how many of them count, at least one
   */
  static CellSky of(float[] samples, int count) {
    Arrays.sort(samples, 0, count);
    Range all = new Range(samples, 0, count);
    double mean = all.mean();
    Range calm = all.within(mean, FIRST_DEVIATIONS * all.deviation(mean));
    double calmMean = calm.mean();
    Range range = all.within(calmMean, HISTOGRAM_DEVIATIONS * calm.deviation(calmMean));
    while (true) {
      double deviation = range.deviation(range.mean());
      Range clipped = range.within(range.median(), CLIPPED_DEVIATIONS * deviation);
      if (clipped.size() == range.size()) {
        return range.sky(deviation);
      }
      range = clipped;
    }
  }

  /** Sorted samples from one position up to another. */
  private record Range(float[] sorted, int start, int end) {
    int size() {
      return end - start;
    }

    double mean() {
      double sum = 0;
      for (int i = start; i < end; i++) {
        sum += sorted[i];
      }
      return sum / size();
    }

    double deviation(double mean) {
      double squares = 0;
      for (int i = start; i < end; i++) {
        squares += (sorted[i] - mean) * (sorted[i] - mean);
      }
      return Math.sqrt(squares / size());
    }

    double median() {
      int middle = start + size() / 2;
      return size() % 2 == 1 ? sorted[middle] : ((double) sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The samples within a distance of a centre; all of them where rounding would leave none. */
    Range within(double centre, double distance) {
      int first = start;
      int last = end;
      while (first < last && sorted[first] < centre - distance) {
        first++;
      }
      while (last > first && sorted[last - 1] > centre + distance) {
        last--;
      }
      return first < last ? new Range(sorted, first, last) : this;
    }

    CellSky sky(double deviation) {
      double mean = mean();
      double median = median();
      boolean crowded = !(Math.abs(mean - median) < CROWDED * deviation);
      return new CellSky(crowded ? median : 2.5 * median - 1.5 * mean, deviation);
    }
  }
}
