package org.tucana.nn.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

/**
 * Percentile intervals by bootstrap over cases: the figure is computed on samples of the cases
 * drawn with repetition. Equal for equal seeds.
 *
 * <p>Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
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
   * @return the interval; undefined where there are fewer than two cases or no sample defines the
   *     figure
   */
  public Interval interval(int cases, ToDoubleFunction<int[]> figure) {
    return intervals(cases, 1, sample -> new double[] {figure.applyAsDouble(sample)}).getFirst();
  }

  /** A figure over all cases with its interval. */
  public Estimate estimate(int cases, ToDoubleFunction<int[]> figure) {
    return new Estimate(figure.applyAsDouble(all(cases)), interval(cases, figure));
  }

  /**
   * The intervals of several figures, computed together on each sample.
   *
   * @param cases number of cases
   * @param count number of figures
   * @param figures all figures of a sample; NaN as in {@link #interval}
   */
  public List<Interval> intervals(int cases, int count, Function<int[], double[]> figures) {
    return sortedFigures(cases, count, figures).stream().map(this::interval).toList();
  }

  /**
   * Two models on the same cases: both figures are computed on each sample, so that what makes a
   * case hard for both does not widen the interval of their difference.
   *
   * <p>With d the differences of the R samples that define both figures, p = min(1, 2 (1 + min(#(d
   * <= 0), #(d >= 0))) / (R + 1)): the level at which the percentile interval begins to hold 0,
   * never below 2 / (R + 1). Source: Efron and Tibshirani, chapter 15.
   *
   * @param cases number of cases
   * @param first the first model's figure of a sample
   * @param second the second model's
   */
  public Difference difference(
      int cases, ToDoubleFunction<int[]> first, ToDoubleFunction<int[]> second) {
    ToDoubleFunction<int[]> difference =
        sample -> first.applyAsDouble(sample) - second.applyAsDouble(sample);
    double[] sorted =
        sortedFigures(cases, 1, sample -> new double[] {difference.applyAsDouble(sample)})
            .getFirst();
    long notAbove = Arrays.stream(sorted).filter(d -> d <= 0).count();
    long notBelow = Arrays.stream(sorted).filter(d -> d >= 0).count();
    double p =
        sorted.length == 0
            ? Double.NaN
            : Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (sorted.length + 1));
    return new Difference(difference.applyAsDouble(all(cases)), interval(sorted), p);
  }

  private Interval interval(double[] sorted) {
    return sorted.length == 0
        ? Interval.undefined(level)
        : new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
  }

  /** Each figure of the samples that define it. */
  private List<double[]> sortedFigures(int cases, int count, Function<int[], double[]> figures) {
    // Samples of one case are all that case, and say nothing about how cases vary.
    double[][] drawn = new double[cases < 2 ? 0 : repeats][];
    Arrays.setAll(drawn, repeat -> figures.apply(sample(cases, repeat)));
    return IntStream.range(0, count)
        .mapToObj(figure ->
            Arrays.stream(drawn)
                .mapToDouble(row -> row[figure])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray())
        .toList();
  }

  private static int[] all(int cases) {
    return IntStream.range(0, cases).toArray();
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
