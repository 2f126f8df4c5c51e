package org.tucana.app;

import java.util.Arrays;
import java.util.List;
import org.tucana.astro.data.Split;
import org.tucana.astro.data.StampSet;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.metric.Answers;
import org.tucana.nn.metric.Bootstrap;
import org.tucana.nn.metric.ClassificationReport;

/**
 * A cross-validation of stamps of known class and what it prints.
 *
 * @param folds number of parts
 * @param seed of the division and of the intervals
 */
record Folding(int folds, long seed) {
  private static final int DRAWS = 2000;

  /** Elliptical, spiral and barred spiral as one, merger. */
  private static final List<String> SPIRALS_MERGED = List.of("elliptical", "spiral", "merger");

  private static final int[] MERGED_PLACES = {0, 1, 1, 2};

  /** For each of the rows, which rise and are all of known class, the part it is held out in. */
  int[] parts(StampSet stamps, int[] rows) {
    int[] parts = new int[rows.length];
    List<Split> splits = stamps.folds(folds, new RandomKey(seed, "cross-validation", 0));
    for (int part = 0; part < splits.size(); part++) {
      for (int row : splits.get(part).held()) {
        parts[Arrays.binarySearch(rows, row)] = part;
      }
    }
    return parts;
  }

  void print(Answers answers, boolean json) {
    Bootstrap bootstrap = new Bootstrap(DRAWS, 0.95, seed);
    ClassificationOutput output =
        new ClassificationOutput(
            ClassificationReport.of(answers, bootstrap),
            ClassificationReport.of(answers.merged(SPIRALS_MERGED, MERGED_PLACES), bootstrap),
            folds);
    if (json) {
      JsonOutput.print(output.values());
    } else {
      output.lines().forEach(System.out::println);
    }
  }
}
