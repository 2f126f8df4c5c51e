package org.tucana.nn.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
    return intervals(cases, 1, sample -> new double[] {figure.applyAsDouble(sample)}).getFirst();
  }

  /**
   * The intervals of several figures, computed together on each sample.
   *
   * @param cases number of cases
   * @param count number of figures
   * @param figures all figures of a sample; NaN as in {@link #interval}
   */
  public List<Interval> intervals(int cases, int count, Function<int[], double[]> figures) {
    if (cases == 0) {
      return Collections.nCopies(count, Interval.undefined(level));
    }
    double[][] drawn = new double[repeats][];
    Arrays.setAll(drawn, repeat -> figures.apply(sample(cases, repeat)));
    return IntStream.range(0, count)
        .mapToObj(figure -> interval(Arrays.stream(drawn).mapToDouble(row -> row[figure])))
        .toList();
  }

  private Interval interval(DoubleStream values) {
    double[] sorted = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
    return sorted.length == 0
        ? Interval.undefined(level)
        : new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
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
