package org.tucana.detection.roi;

import org.tucana.detection.structure.Boxes;

/**
 * Objects found in one picture, the surest first.
 *
 * @param boxes in pixels of the resized picture
 * @param labels classes from 1 on
 * @param scores probabilities of these classes
 * @param regions positions of the regions they come from, among those of the picture
 */
public record BoxDetections(Boxes boxes, int[] labels, float[] scores, int[] regions) {
  public int size() {
    return labels.length;
  }
}
