package org.tucana.detection.rpn;

import org.tucana.detection.structure.Boxes;

/**
 * Boxes of one picture that enter suppression, level after level, the likeliest of a level first.
 *
 * @param boxes in pixels of the resized picture
 * @param scores objectness in [0, 1]
 * @param levels where each comes from, 0 the finest
 * @param anchors positions, within their level, of the anchors that were moved
 */
public record ProposalCandidates(Boxes boxes, float[] scores, int[] levels, int[] anchors) {
  /** The candidates at the given positions, in their order. */
  ProposalCandidates select(int... positions) {
    float[] chosenScores = new float[positions.length];
    int[] chosenLevels = new int[positions.length];
    int[] chosenAnchors = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      chosenScores[i] = scores[positions[i]];
      chosenLevels[i] = levels[positions[i]];
      chosenAnchors[i] = anchors[positions[i]];
    }
    return new ProposalCandidates(
        boxes.select(positions), chosenScores, chosenLevels, chosenAnchors);
  }
}
