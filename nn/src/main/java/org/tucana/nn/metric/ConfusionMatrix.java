package org.tucana.nn.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was taken for which.
 *
 * @param classes names of the classes
 * @param counts cases by true class (row) and answered class (column)
 * @param none cases without an answer, by true class; they are wrong
 */
public record ConfusionMatrix(List<String> classes, int[][] counts, int[] none) {
  public ConfusionMatrix {
    classes = List.copyOf(classes);
    int size = classes.size();
    if (counts.length != size
        || none.length != size
        || !Arrays.stream(counts).allMatch(row -> row.length == size)) {
      throw new IllegalArgumentException(
          "confusion matrix: expected " + size + " rows and columns, one per class");
    }
  }

  /** Number of cases. */
  public int cases() {
    return IntStream.range(0, classes.size()).map(this::cases).sum();
  }

  /** Number of right answers. */
  public int right() {
    return IntStream.range(0, classes.size()).map(c -> counts[c][c]).sum();
  }

  /** Share of right answers; NaN without a case. */
  public double accuracy() {
    return share(right(), cases());
  }

  /** Mean recall of the classes that have a case; NaN without any. */
  public double balancedAccuracy() {
    return IntStream.range(0, classes.size())
        .filter(c -> cases(c) > 0)
        .mapToDouble(c -> share(counts[c][c], cases(c)))
        .average()
        .orElse(Double.NaN);
  }

  /** The figures of one class, given by its index. */
  public ClassScores scores(int index) {
    int right = counts[index][index];
    int given = Arrays.stream(counts).mapToInt(row -> row[index]).sum();
    int cases = cases(index);
    return new ClassScores(
        share(right, given), share(right, cases), share(2 * right, given + cases), cases);
  }

  private int cases(int index) {
    return Arrays.stream(counts[index]).sum() + none[index];
  }

  private static double share(int part, int whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
