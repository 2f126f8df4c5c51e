package org.tucana.detection.transform;

import java.util.List;
import org.tucana.core.HostBuffer;
import org.tucana.detection.structure.PictureSize;

/**
 * Normalised pictures in host memory, ready to be copied to a backend.
 *
 * @param pixels of one picture after the other, each [C,H,W] in its own size
 * @param channels of every picture
 * @param originals sizes of the pictures
 */
public record NormalizedPictures(HostBuffer pixels, int channels, List<PictureSize> originals)
    implements AutoCloseable {
  public NormalizedPictures {
    originals = List.copyOf(originals);
  }

  @Override
  public void close() {
    pixels.close();
  }
}
