package org.tucana.nn.metric;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/**
 * Percentile intervals by bootstrap over cases: the figure is computed on samples of the cases
 * drawn with repetition. Equal for equal seeds.
 *
 * <p>Two models are compared by giving the difference of their figures on one sample. Source: Efron
 * and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 *
 * @param repeats number of samples, at least 1
 * @param level level of the interval, for example 0.95
 * @param seed seed of the drawing
 */
public record Bootstrap(int repeats, double level, long seed) {
  public Bootstrap {
    if (repeats < 1) {
      throw new IllegalArgumentException("bootstrap: expected at least 1 sample, got " + repeats);
    }
    Interval.checkLevel(level);
  }

  /**
   * The interval of a figure.
   *
   * @param cases number of cases
   * @param figure the figure of a sample, given as indices of cases; NaN where the sample does not
   *     define it, and such samples are left out
   * @return the interval; undefined where there is no case or no sample defines the figure
   */
  public Interval interval(int cases, ToDoubleFunction<int[]> figure) {
    if (cases == 0) {
      return Interval.undefined(level);
    }
    double[] figures = new double[repeats];
    int defined = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      double value = figure.applyAsDouble(sample(cases, repeat));
      if (!Double.isNaN(value)) {
        figures[defined++] = value;
      }
    }
    if (defined == 0) {
      return Interval.undefined(level);
    }
    double[] sorted = Arrays.copyOf(figures, defined);
    Arrays.sort(sorted);
    return new Interval(
        quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
  }

  private int[] sample(int cases, int repeat) {
    Philox random = new RandomKey(seed, "bootstrap", repeat).stream();
    int[] sample = new int[cases];
    for (int i = 0; i < cases; i++) {
      sample[i] = random.nextInt(cases);
    }
    return sample;
  }

  /** Linear between the two nearest ranks. */
  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
