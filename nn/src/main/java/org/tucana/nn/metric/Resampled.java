package org.tucana.nn.metric;

import java.util.Arrays;

/**
 * Figures of one model over all cases and over every sample of a bootstrap: computed once, they
 * give intervals and any number of paired comparisons. Two of them may be compared where the same
 * bootstrap drew from as many cases, since its samples are then the same.
 *
 * @param values the figures over all cases; NaN where these do not define one
 * @param samples the figures of each sample, NaN likewise; none of fewer than two cases
 * @param level level of intervals
 */
public record Resampled(double[] values, double[][] samples, double level) {

  /** A figure, given by its index, with its interval. */
  public Estimate estimate(int figure) {
    double[] sorted = defined(Arrays.stream(samples).mapToDouble(row -> row[figure]).toArray());
    return new Estimate(values[figure], interval(sorted, level));
  }

  /**
   * By how much a figure exceeds another model's on the same cases, as {@link Bootstrap#difference}
   * says.
   *
   * @param figure index of the figure in both
   * @throws IllegalArgumentException where the other has another number of samples
   */
  public Difference over(Resampled other, int figure) {
    if (samples.length != other.samples.length) {
      throw new IllegalArgumentException(
          "bootstrap: a comparison needs the same samples on both sides, got "
              + samples.length
              + " and "
              + other.samples.length);
    }
    double[] differences = new double[samples.length];
    Arrays.setAll(differences, i -> samples[i][figure] - other.samples[i][figure]);
    double[] sorted = defined(differences);
    long notAbove = Arrays.stream(sorted).filter(d -> d <= 0).count();
    long notBelow = Arrays.stream(sorted).filter(d -> d >= 0).count();
    double p =
        sorted.length == 0
            ? Double.NaN
            : Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (sorted.length + 1));
    return new Difference(values[figure] - other.values[figure], interval(sorted, level), p);
  }

  /** The numbers that are some, rising. */
  private static double[] defined(double... values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
  }

  private static Interval interval(double[] sorted, double level) {
    return sorted.length == 0
        ? Interval.undefined(level)
        : new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
  }

  /** Linear between the two nearest ranks. */
  private static double quantile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
