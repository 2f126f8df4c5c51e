package org.tucana.detection.maskrcnn;

import java.util.List;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.MaskCrop;

/**
 * Objects found in one picture, the surest first.
 *
 * @param boxes in pixels of the original picture
 * @param labels classes from 1 on
 * @param scores probabilities of these classes
 * @param masks how sure each pixel is to belong to the object
 */
public record PictureDetections(Boxes boxes, int[] labels, float[] scores, List<MaskCrop> masks) {
  public PictureDetections {
    masks = List.copyOf(masks);
  }

  public int size() {
    return labels.length;
  }
}
