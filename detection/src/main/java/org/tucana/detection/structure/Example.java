package org.tucana.detection.structure;

import java.util.List;
import org.tucana.nn.data.Picture;

/**
 * A picture with the truth about its objects, as training and evaluation take it.
 *
 * @param name where it comes from: a file name or the seed of a scene
 * @param picture the picture, samples in [0, 1]
 * @param annotations its objects; may be empty
 */
public record Example(String name, Picture picture, List<Annotation> annotations) {
  public Example {
    annotations = List.copyOf(annotations);
  }
}
