package org.tucana.detection.box;

import org.tucana.core.Session;
import org.tucana.core.op.Regions;
import org.tucana.detection.structure.Boxes;

/** Non-maximum suppression of boxes in Java memory. */
public final class Suppression {
  private Suppression() {}

  /**
   * Positions of the boxes that no surer box of their group overlaps by more than the threshold, by
   * falling score.
   *
   * @param most how many are wanted
   */
  public static int[] keep(
      Session session, Boxes boxes, float[] scores, int[] groups, double threshold, int most) {
    if (boxes.size() == 0) {
      return new int[0];
    }
    return Regions.nonMaximumSuppression(
        session.tensor(boxes.xyxy(), boxes.size(), 4),
        session.tensor(scores, scores.length),
        session.indices(groups),
        threshold,
        most);
  }
}
