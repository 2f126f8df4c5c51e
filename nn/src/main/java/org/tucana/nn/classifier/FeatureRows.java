package org.tucana.nn.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Features of cases of known class.
 *
 * @param features one row a case, all of one length
 * @param labels position of each case's class
 * @param classes number of classes
 */
public record FeatureRows(List<float[]> features, int[] labels, int classes) {
  public FeatureRows {
    features = List.copyOf(features);
    if (features.size() != labels.length) {
      throw new IllegalArgumentException(
          "features: " + features.size() + " rows but " + labels.length + " labels");
    }
    for (int label : labels) {
      Objects.checkIndex(label, classes);
    }
  }

  /** Number of cases. */
  public int cases() {
    return labels.length;
  }

  /** Some of the cases, by their positions. */
  public FeatureRows select(int[] cases) {
    List<float[]> chosen = new ArrayList<>(cases.length);
    int[] chosenLabels = new int[cases.length];
    for (int i = 0; i < cases.length; i++) {
      chosen.add(features.get(cases[i]));
      chosenLabels[i] = labels[cases[i]];
    }
    return new FeatureRows(chosen, chosenLabels, classes);
  }
}
