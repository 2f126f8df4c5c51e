package org.tucana.detection.roi;

/**
 * How likely each region shows each class.
 *
 * @param values [R,K] row by row, label 0 is background
 * @param labels K
 */
public record RegionProbabilities(float[] values, int labels) {
  private static final int BACKGROUND = 0;

  /** Probability that a region shows one class. */
  public float of(int region, int label) {
    return values[region * labels + label];
  }

  /** Probability that a region shows an object of any class. */
  public float anyClass(int region) {
    return 1 - of(region, BACKGROUND);
  }

  /** The likeliest class of a region if it shows an object. */
  public int likeliest(int region) {
    int best = 1;
    for (int label = 2; label < labels; label++) {
      if (of(region, label) > of(region, best)) {
        best = label;
      }
    }
    return best;
  }
}
