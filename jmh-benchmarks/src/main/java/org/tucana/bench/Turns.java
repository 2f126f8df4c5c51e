package org.tucana.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.Estimate;
import org.tucana.nn.metric.Median;

/**
 * The times of a contestant's turns.
 *
 * @param millis milliseconds a run, turn after turn
 */
public record Turns(List<Double> millis) {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(2_000, 0.95, 1);

  public Turns {
    millis = List.copyOf(millis);
  }

  public static Turns of(double... millis) {
    return new Turns(Arrays.stream(millis).boxed().toList());
  }

  /** The middle one. */
  public double median() {
    return median(millis.stream().mapToDouble(Double::doubleValue));
  }

  /** The same of one of so many equal parts of a run. */
  public Turns divided(int parts) {
    return new Turns(millis.stream().map(value -> value / parts).toList());
  }

  /**
   * This time as a share of another's: the median over turns of the ratio within a turn, with its
   * interval by bootstrap over turns. Of three turns or fewer that is hardly more than their range.
   */
  public Estimate shareOf(Turns other) {
    if (millis.size() != other.millis.size()) {
      throw new IllegalArgumentException(
          "benchmark: ratios need as many turns on both sides, got "
              + millis.size()
              + " and "
              + other.millis.size());
    }
    return BOOTSTRAP.estimate(
        millis.size(),
        turns ->
            median(Arrays.stream(turns).mapToDouble(i -> millis.get(i) / other.millis.get(i))));
  }

  private static double median(DoubleStream values) {
    return Median.of(values.toArray());
  }
}
