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
    return resampled(cases, sample -> new double[] {figure.applyAsDouble(sample)}).estimate(0);
  }

  /**
   * The intervals of several figures, computed together on each sample.
   *
   * @param cases number of cases
   * @param count number of figures
   * @param figures all figures of a sample; NaN as in {@link #interval}
   */
  public List<Interval> intervals(int cases, int count, Function<int[], double[]> figures) {
    Resampled drawn = new Resampled(new double[count], samples(cases, figures), level);
    return IntStream.range(0, count).mapToObj(i -> drawn.estimate(i).interval()).toList();
  }

  /**
   * Several figures of one model, for intervals and for comparisons with others.
   *
   * @param cases number of cases
   * @param figures all figures of a sample; NaN as in {@link #interval}
   */
  public Resampled resampled(int cases, Function<int[], double[]> figures) {
    return new Resampled(figures.apply(all(cases)), samples(cases, figures), level);
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
    return resampled(cases, sample -> new double[] {first.applyAsDouble(sample)})
        .over(resampled(cases, sample -> new double[] {second.applyAsDouble(sample)}), 0);
  }

  /** The figures of each sample; none of one case, which says nothing about how cases vary. */
  private double[][] samples(int cases, Function<int[], double[]> figures) {
    double[][] drawn = new double[cases < 2 ? 0 : repeats][];
    Arrays.setAll(drawn, repeat -> figures.apply(sample(cases, repeat)));
    return drawn;
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
}
