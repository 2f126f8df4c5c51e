package org.tucana.nn.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic of a score: which share of the positive cases and which of
 * the negative ones lie at or above each threshold.
 *
 * <p>Source: Fawcett, "An introduction to ROC analysis", 2006, algorithms 1 and 2.
 *
 * @param positives number of positive cases
 * @param negatives number of negative ones
 * @param falsePositiveRate share of the negative cases at or above a threshold, from 0 at a
 *     threshold above all scores to 1 at the lowest score, one point a score that occurs; NaN
 *     without a negative case
 * @param truePositiveRate the same of the positive cases
 */
public record RocCurve(
    int positives, int negatives, double[] falsePositiveRate, double[] truePositiveRate) {

  /**
   * The curve of scored cases.
   *
   * @param scores larger is more likely positive; cases of equal scores make one point
   * @param positive what each case is
   */
  public static RocCurve of(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "ROC: " + scores.length + " scores but " + positive.length + " cases");
    }
    int[] falling =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] negativesAbove = new int[scores.length + 1];
    int[] positivesAbove = new int[scores.length + 1];
    int points = 0;
    int negatives = 0;
    int positives = 0;
    for (int i = 0; i < falling.length; i++) {
      boolean newScore = i == 0 || scores[falling[i]] != scores[falling[i - 1]];
      points += newScore ? 1 : 0;
      positives += positive[falling[i]] ? 1 : 0;
      negatives += positive[falling[i]] ? 0 : 1;
      positivesAbove[points] = positives;
      negativesAbove[points] = negatives;
    }
    return new RocCurve(
        positives,
        negatives,
        shares(negativesAbove, points + 1, negatives),
        shares(positivesAbove, points + 1, positives));
  }

  private static double[] shares(int[] counts, int points, int whole) {
    return IntStream.range(0, points).mapToDouble(p -> (double) counts[p] / whole).toArray();
  }

  /** Whether there are both positive and negative cases; a rate is NaN otherwise. */
  public boolean defined() {
    return positives > 0 && negatives > 0;
  }

  /**
   * The area under the curve by trapezia: how likely a positive case scores higher than a negative
   * one, equal scores counting half; NaN where the curve is not {@linkplain #defined defined}.
   */
  public double area() {
    double area = defined() ? 0 : Double.NaN;
    for (int p = 1; p < falsePositiveRate.length; p++) {
      area +=
          (falsePositiveRate[p] - falsePositiveRate[p - 1])
              * (truePositiveRate[p] + truePositiveRate[p - 1])
              / 2;
    }
    return area;
  }
}
