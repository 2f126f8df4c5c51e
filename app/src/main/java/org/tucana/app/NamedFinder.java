package org.tucana.app;

import java.util.List;
import org.tucana.detection.detector.ObjectFinder;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.nn.data.Picture;

/**
 * Something that finds objects, under the name that reports give it.
 *
 * @param name the name
 * @param finder what finds
 */
record NamedFinder(String name, ObjectFinder finder) {
  /** What it finds in a picture, as evaluations take it. */
  List<DetectedObject> objects(Picture picture) {
    return finder.find(picture).stream().map(DetectionFiles::object).toList();
  }
}
