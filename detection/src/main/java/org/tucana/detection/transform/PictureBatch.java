package org.tucana.detection.transform;

import java.util.List;
import org.tucana.core.Tensor;
import org.tucana.detection.structure.PictureSize;

/**
 * Pictures as the network takes them.
 *
 * @param pixels [N,C,H,W]: normalised, resized, padded with zeros at the right and below
 * @param originals sizes of the pictures before resizing
 * @param sizes sizes after resizing, without padding
 */
public record PictureBatch(Tensor pixels, List<PictureSize> originals, List<PictureSize> sizes) {
  public PictureBatch {
    originals = List.copyOf(originals);
    sizes = List.copyOf(sizes);
  }

  /** Size of every padded picture. */
  public PictureSize padded() {
    return new PictureSize(pixels.dim(2), pixels.dim(3));
  }
}
