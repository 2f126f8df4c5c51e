package org.tucana.astro.classify;

import org.tucana.nn.classifier.FeatureRows;

/**
 * Cases divided for a cross-validation.
 *
 * @param rows features and labels
 * @param parts for each case the number of the part it is held out in, from 0 on without gaps
 */
public record Parted(FeatureRows rows, int[] parts) {
  public Parted {
    if (rows.cases() != parts.length) {
      throw new IllegalArgumentException(
          "cross-validation: " + rows.cases() + " cases but " + parts.length + " parts");
    }
  }
}
