package org.tucana.detection.maskrcnn;

import java.util.List;
import org.tucana.detection.transform.NormalizedPictures;
import org.tucana.detection.transform.PictureTruth;

/**
 * Examples of one step as far as they can be prepared without computing.
 *
 * @param pictures in host memory
 * @param truth of each, in pixels of the resized picture
 */
public record TrainingBatch(NormalizedPictures pictures, List<PictureTruth> truth)
    implements AutoCloseable {
  public TrainingBatch {
    truth = List.copyOf(truth);
  }

  @Override
  public void close() {
    pictures.close();
  }
}
