package org.tucana.app;

import java.util.List;
import org.tucana.astro.threshold.ThresholdDetector;
import org.tucana.astro.threshold.ThresholdSettings;
import org.tucana.detection.detector.Detection;
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
  /** The method without a network that stands beside every model. */
  static final String BASELINE = "threshold";

  static NamedFinder baseline() {
    return new NamedFinder(BASELINE, new ThresholdDetector(ThresholdSettings.display())::detect);
  }

  /** What it finds in a picture, as evaluations take it. */
  List<DetectedObject> objects(Picture picture) {
    return finder.find(picture).stream().map(Detection::asObject).toList();
  }
}
