package org.tucana.detection.box;

import java.util.Arrays;
import org.tucana.detection.structure.Boxes;

/**
 * Says for each candidate box which true box it stands for: the one of largest overlap, if that is
 * at least {@code high}; none (background) below {@code low}; undecided between.
 *
 * @param high least IoU of a match
 * @param low largest IoU of background, exclusive
 * @param keepsBest whether the candidates of largest overlap with a true box match even below
 *     {@code high}, so that no object that touches a candidate is left without one
 */
public record Matcher(float high, float low, boolean keepsBest) {
  /** The candidate stands for no object. */
  public static final int BACKGROUND = -1;

  /** The overlap is neither good enough for a match nor small enough for background. */
  public static final int UNDECIDED = -2;

  public Matcher {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "matcher: the lower threshold must not exceed the upper, got " + low + " and " + high);
    }
  }

  /**
   * For each candidate the position of its true box, {@link #BACKGROUND} or {@link #UNDECIDED}.
   * Without any true box all candidates are background. Of equal overlaps the first counts.
   */
  public int[] match(Boxes truth, Boxes candidates) {
    int n = candidates.size();
    int[] best = new int[n];
    float[] bestOverlap = new float[n];
    Arrays.fill(bestOverlap, -1);
    float[] bestOfTruth = new float[truth.size()];
    for (int t = 0; t < truth.size(); t++) {
      for (int c = 0; c < n; c++) {
        float overlap = iou(truth, t, candidates, c);
        if (overlap > bestOverlap[c]) {
          bestOverlap[c] = overlap;
          best[c] = t;
        }
        bestOfTruth[t] = Math.max(bestOfTruth[t], overlap);
      }
    }
    int[] matches = new int[n];
    for (int c = 0; c < n; c++) {
      matches[c] = bestOverlap[c] < low ? BACKGROUND : bestOverlap[c] < high ? UNDECIDED : best[c];
    }
    if (keepsBest) {
      for (int t = 0; t < truth.size(); t++) {
        for (int c = 0; c < n && bestOfTruth[t] > 0; c++) {
          if (iou(truth, t, candidates, c) == bestOfTruth[t]) {
            matches[c] = best[c];
          }
        }
      }
    }
    return matches;
  }

  /** Intersection over union in float32; 0 where the union is empty. */
  private static float iou(Boxes a, int i, Boxes b, int j) {
    float[] p = a.xyxy();
    float[] q = b.xyxy();
    float w = Math.min(p[4 * i + 2], q[4 * j + 2]) - Math.max(p[4 * i], q[4 * j]);
    float h = Math.min(p[4 * i + 3], q[4 * j + 3]) - Math.max(p[4 * i + 1], q[4 * j + 1]);
    float intersection = Math.max(0, w) * Math.max(0, h);
    float union = a.signedArea(i) + b.signedArea(j) - intersection;
    return union > 0 ? intersection / union : 0;
  }
}
