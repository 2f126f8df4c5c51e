package org.tucana.app;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tucana.astro.data.Split;
import org.tucana.astro.data.StampSet;
import org.tucana.core.type.RandomKey;
import org.tucana.nn.metric.Answers;

/**
 * A cross-validation of stamps of known class.
 *
 * @param folds number of parts
 * @param seed of the division and of the intervals
 */
record Folding(int folds, long seed) {
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

  /** The figures of answers to the stamps by what learned from the other parts. */
  ClassificationOutput output(Answers answers) {
    return ClassificationOutput.of(answers, OptionalInt.of(folds), seed);
  }
}
