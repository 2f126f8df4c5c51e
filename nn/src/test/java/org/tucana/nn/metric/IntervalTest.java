package org.tucana.nn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class IntervalTest {
  /** The ends of Wilson's interval are the shares whose own normal test just accepts the data. */
  @Test
  void wilsonEndsSolveTheScoreEquation() {
    double z = 1.959963984540054;
    for (int trials : new int[] {1, 7, 23, 249, 5000}) {
      for (int successes : new int[] {0, trials / 3, trials / 2, trials}) {
        Interval interval = Interval.wilson95(successes, trials);
        double share = (double) successes / trials;
        for (double end : new double[] {interval.low(), interval.high()}) {
          if (end > 0 && end < 1) {
            double squared = (share - end) * (share - end);
            assertEquals(z * z * end * (1 - end) / trials, squared, 1e-14);
          }
        }
        assertTrue(interval.low() <= share && share <= interval.high());
      }
    }
    assertEquals(0, Interval.wilson95(0, 10).low());
    assertEquals(1, Interval.wilson95(10, 10).high());
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson95(3, 2));
  }

  @Test
  void bootstrapOfAMeanAgreesWithItsStandardError() {
    double[] values = new double[400];
    Arrays.setAll(values, i -> (i % 20) / 19.0);
    ToDoubleFunction<int[]> mean =
        sample -> Arrays.stream(sample).mapToDouble(i -> values[i]).average().orElseThrow();
    Interval interval = new Bootstrap(4000, 0.95, 1).interval(values.length, mean);
    double average = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - average) * (v - average)).sum() / 400;
    double half = 1.96 * Math.sqrt(variance / 400);
    // The ends of 4000 samples scatter by some 3 % of the half width; four times that is allowed.
    assertEquals(average - half, interval.low(), 0.12 * half);
    assertEquals(average + half, interval.high(), 0.12 * half);
    assertEquals(interval, new Bootstrap(4000, 0.95, 1).interval(values.length, mean));
    assertNotEquals(interval, new Bootstrap(4000, 0.95, 2).interval(values.length, mean));
  }

  @Test
  void samplesThatDefineNothingAreLeftOut() {
    ToDoubleFunction<int[]> firstOnly = sample -> sample[0] == 0 ? 5 : Double.NaN;
    assertEquals(new Interval(5, 5, 0.9), new Bootstrap(100, 0.9, 3).interval(2, firstOnly));
    assertEquals(
        Interval.undefined(0.9), new Bootstrap(100, 0.9, 3).interval(2, sample -> Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(0, 0.9, 3));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(10, 1, 3));
  }
}
