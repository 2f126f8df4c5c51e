package org.tucana.nn.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a classifier answered to cases of known class.
 *
 * @param classes names of the classes
 * @param truth class of each case, an index into {@code classes}
 * @param predicted the answer to each case, an index or {@link #NONE}
 */
public record Answers(List<String> classes, int[] truth, int[] predicted) {
  /** The answer "none of them", which is always wrong. */
  public static final int NONE = -1;

  public Answers {
    classes = List.copyOf(classes);
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "answers: " + truth.length + " cases but " + predicted.length + " answers");
    }
    for (int i = 0; i < truth.length; i++) {
      Objects.checkIndex(truth[i], classes.size());
      if (predicted[i] != NONE) {
        Objects.checkIndex(predicted[i], classes.size());
      }
    }
  }

  /** The answer that scores of all classes give: the first of the largest. */
  public static int likeliest(float[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      if (scores[c] > scores[best]) {
        best = c;
      }
    }
    return best;
  }

  /** Number of cases. */
  public int cases() {
    return truth.length;
  }

  /**
   * The same answers where some classes count as one.
   *
   * @param merged the classes that remain
   * @param places for each class of these answers its index in {@code merged}
   */
  public Answers merged(List<String> merged, int... places) {
    return new Answers(
        merged,
        Arrays.stream(truth).map(c -> places[c]).toArray(),
        Arrays.stream(predicted).map(c -> c == NONE ? NONE : places[c]).toArray());
  }

  /** Which class was taken for which, over all cases. */
  public ConfusionMatrix confusion() {
    return confusion(IntStream.range(0, cases()).toArray());
  }

  /** Which class was taken for which, over a sample of the cases given by their indices. */
  public ConfusionMatrix confusion(int[] sample) {
    int[][] counts = new int[classes.size()][classes.size()];
    int[] none = new int[classes.size()];
    for (int i : sample) {
      if (predicted[i] == NONE) {
        none[truth[i]]++;
      } else {
        counts[truth[i]][predicted[i]]++;
      }
    }
    return new ConfusionMatrix(classes, counts, none);
  }
}
