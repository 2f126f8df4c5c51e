package org.tucana.detection.detector;

import java.util.List;
import org.tucana.nn.data.Picture;

/** Something that finds objects in a picture: a network, or a method without one. */
@FunctionalInterface
public interface ObjectFinder {
  /**
   * Objects of a picture by falling score.
   *
   * @param picture samples in [0, 1], as networks take them
   */
  List<Detection> find(Picture picture);
}
