package org.tucana.detection.roi;

import org.tucana.detection.structure.Boxes;

/**
 * Objects found in one picture, the surest first.
 *
 * @param boxes in pixels of the resized picture
 * @param labels classes from 1 on
 * @param scores probabilities of these classes
 */
public record BoxDetections(Boxes boxes, int[] labels, float[] scores) {
  public int size() {
    return labels.length;
  }
}
