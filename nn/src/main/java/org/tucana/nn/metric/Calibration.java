package org.tucana.nn.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether scores are the probabilities they claim to be: of the answers with a score of 0.8, eight
 * in ten should be right.
 *
 * <p>Source: Guo et al., "On calibration of modern neural networks", 2017, equations 2 to 5.
 *
 * @param bins answers by score, in ranges of equal width from 0 to 1
 */
public record Calibration(List<Bin> bins) {
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * The answers of one range of scores.
   *
   * @param low lowest score of the range, which belongs to it
   * @param high highest, which belongs to the next range; 1 belongs to the last
   * @param cases number of answers
   * @param right number of right ones
   * @param meanScore mean of their scores; NaN without an answer
   */
  public record Bin(double low, double high, int cases, int right, double meanScore) {
    /** Share of right answers; NaN without any answer. */
    public double shareRight() {
      return (double) right / cases;
    }
  }

  /**
   * Sorts answers into ranges.
   *
   * @param scores from 0 to 1
   * @param right whether each answer is right
   * @param count number of ranges
   */
  public static Calibration of(double[] scores, boolean[] right, int count) {
    if (count < 1 || scores.length != right.length) {
      throw new IllegalArgumentException(
          "calibration: expected at least one range and as many answers as scores, got "
              + count
              + " ranges, "
              + scores.length
              + " scores and "
              + right.length
              + " answers");
    }
    int[] cases = new int[count];
    int[] rightCases = new int[count];
    double[] sums = new double[count];
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new IllegalArgumentException(
            "calibration: a score is a probability, expected 0 to 1, got " + scores[i]);
      }
      int bin = Math.min(count - 1, (int) (scores[i] * count));
      cases[bin]++;
      rightCases[bin] += right[i] ? 1 : 0;
      sums[bin] += scores[i];
    }
    List<Bin> bins = new ArrayList<>(count);
    for (int b = 0; b < count; b++) {
      bins.add(
          new Bin(
              (double) b / count,
              (b + 1.0) / count,
              cases[b],
              rightCases[b],
              cases[b] == 0 ? Double.NaN : sums[b] / cases[b]));
    }
    return new Calibration(bins);
  }

  /** Number of answers. */
  public int cases() {
    return bins.stream().mapToInt(Bin::cases).sum();
  }

  /**
   * The expected calibration error: the distance of share and mean score, averaged over the answers
   * by their ranges; NaN without an answer.
   */
  public double expectedError() {
    double weighted =
        bins.stream()
            .filter(bin -> bin.cases > 0)
            .mapToDouble(bin -> bin.cases * Math.abs(bin.shareRight() - bin.meanScore))
            .sum();
    return weighted / cases();
  }
}
