package org.tucana.detection.evaluation;

import java.util.Optional;
import org.tucana.detection.structure.RunLength;

/**
 * One true object of a picture.
 *
 * @param category its class; any number where only the evaluation over any class is asked
 * @param box its box
 * @param mask its pixels; needed where masks are compared
 * @param area what decides small, medium or large, in square pixels
 * @param crowd a region of many objects: detections in it are neither right nor wrong, any number
 *     of them may match it, and the overlap is the share of the detection inside
 */
public record GroundTruth(
    int category, CocoBox box, Optional<RunLength> mask, double area, boolean crowd) {

  /** An ordinary object known by its mask, whose bounds are its box. */
  public static GroundTruth of(int category, RunLength mask) {
    return new GroundTruth(
        category, CocoBox.of(mask.bounds()), Optional.of(mask), mask.area(), false);
  }
}
