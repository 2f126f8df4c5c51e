package org.tucana.detection.report;

import java.util.List;
import org.tucana.detection.evaluation.EvaluatedImage;

/**
 * A second detector, whose classes do not count.
 *
 * @param name how the report calls it
 * @param images the pictures of the report in the same order, with this detector's detections
 */
public record ComparedDetector(String name, List<EvaluatedImage> images) {
  public ComparedDetector {
    images = List.copyOf(images);
  }
}
