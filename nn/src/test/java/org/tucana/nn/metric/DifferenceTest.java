package org.tucana.nn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.tucana.core.type.Philox;
import org.tucana.core.type.RandomKey;

final class DifferenceTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(999, 0.95, 3);

  private static ToDoubleFunction<int[]> mean(double[] values) {
    return sample -> Arrays.stream(sample).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** Cases of very different difficulty, on which the second model is better by a little. */
  private static double[] first(int cases) {
    Philox random = new RandomKey(5, "difference", 0).stream();
    double[] values = new double[cases];
    Arrays.setAll(values, i -> random.nextDouble(0, 100));
    return values;
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    Difference none = BOOTSTRAP.difference(40, mean(first(40)), mean(first(40)));
    assertEquals(new Difference(0, new Interval(0, 0, 0.95), 1), none);
  }

  @Test
  void pairingSeesWhatIntervalsApartDoNot() {
    double[] one = first(40);
    double[] other = one.clone();
    Philox random = new RandomKey(6, "difference", 0).stream();
    Arrays.setAll(other, i -> one[i] + random.nextDouble(-1, 2));
    Difference paired = BOOTSTRAP.difference(40, mean(other), mean(one));
    assertTrue(paired.interval().low() > 0, paired::toString);
    assertEquals(2.0 / 1000, paired.p());
    Interval apart = BOOTSTRAP.interval(40, mean(one));
    assertTrue(apart.high() - apart.low() > 10, apart::toString);
    Difference turned = BOOTSTRAP.difference(40, mean(one), mean(other));
    assertEquals(-paired.value(), turned.value());
    assertEquals(paired.p(), turned.p());
  }

  @Test
  void pIsSmallAsOftenAsChanceSays() {
    int small = 0;
    for (int study = 0; study < 200; study++) {
      Philox random = new RandomKey(study, "null", 0).stream();
      double[] one = new double[30];
      double[] other = new double[30];
      for (int i = 0; i < 30; i++) {
        one[i] = random.nextDouble();
        other[i] = random.nextDouble();
      }
      Difference difference =
          new Bootstrap(199, 0.95, study).difference(30, mean(one), mean(other));
      small += difference.p() <= 0.1 ? 1 : 0;
    }
    // Binomial(200, 0.1) lies within 20 +- 4 * 4.2; percentile intervals are a little narrow.
    assertTrue(small >= 4 && small <= 40, () -> "p of at most 0.1 in 200 studies without effect");
  }

  @Test
  void whatNothingDefinesHasNoP() {
    Difference undefined = BOOTSTRAP.difference(3, sample -> Double.NaN, sample -> sample.length);
    assertEquals(new Difference(Double.NaN, Interval.undefined(0.95), Double.NaN), undefined);
  }

  @Test
  void oneCaseHasNoInterval() {
    Estimate alone = BOOTSTRAP.estimate(1, mean(new double[] {4}));
    assertEquals(new Estimate(4, Interval.undefined(0.95)), alone);
  }

  @Test
  void anEstimateIsTheFigureOverAllCases() {
    double[] values = {1, 2, 3, 6};
    Estimate estimate = BOOTSTRAP.estimate(4, mean(values));
    assertEquals(3, estimate.value());
    assertEquals(BOOTSTRAP.interval(4, mean(values)), estimate.interval());
  }

  @Test
  void figuresThatAreDrawnOnceGiveIntervalsAndComparisons() {
    double[] one = first(40);
    double[] other = Arrays.stream(one).map(value -> value + 1).toArray();
    Resampled left =
        BOOTSTRAP.resampled(
            40, s -> new double[] {mean(one).applyAsDouble(s), mean(other).applyAsDouble(s)});
    Resampled right =
        BOOTSTRAP.resampled(
            40, s -> new double[] {mean(other).applyAsDouble(s), mean(one).applyAsDouble(s)});
    assertEquals(BOOTSTRAP.estimate(40, mean(one)), left.estimate(0));
    assertEquals(BOOTSTRAP.difference(40, mean(other), mean(one)), left.over(right, 1));
    assertEquals(1, left.over(right, 1).value(), 1e-12);
  }

  @Test
  void samplesOfOthersAreNotCompared() {
    Resampled many = BOOTSTRAP.resampled(3, s -> new double[] {s[0]});
    Resampled none = BOOTSTRAP.resampled(1, s -> new double[] {s[0]});
    assertThrows(IllegalArgumentException.class, () -> many.over(none, 0));
    assertTrue(Double.isNaN(none.over(none, 0).p()));
  }
}
