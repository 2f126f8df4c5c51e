package org.tucana.nn.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Weights of the classes in a loss. */
public final class ClassWeights {
  private ClassWeights() {}

  /**
   * Weights that make every class count the same: n / (classes * n_c); 1 for a class without cases.
   */
  public static List<Float> balanced(int[] labels, int classes) {
    long[] counts = new long[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    List<Float> weights = new ArrayList<>(classes);
    for (long count : counts) {
      weights.add(count == 0 ? 1f : (float) (labels.length / (double) (classes * count)));
    }
    return weights;
  }
}
