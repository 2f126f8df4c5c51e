package org.tucana.detection.report;

import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.Outcome;

/**
 * How well one picture was answered, whatever the classes.
 *
 * @param found true objects that a detection of sufficient score matches
 * @param missed true objects that none matches
 * @param falseAlarms detections of sufficient score that match nothing
 * @param overlapOfFound sum of the overlaps of the found objects
 */
record PictureQuality(int found, int missed, int falseAlarms, double overlapOfFound) {

  static PictureQuality of(MatchedImage image, double minimumScore) {
    int found = 0;
    int falseAlarms = 0;
    double overlap = 0;
    for (int d = 0; d < image.outcomes().length; d++) {
      if (image.detections().get(d).score() >= minimumScore) {
        if (image.outcomes()[d] == Outcome.TRUE_POSITIVE) {
          found++;
          overlap += image.overlap(d);
        }
        falseAlarms += image.outcomes()[d] == Outcome.FALSE_POSITIVE ? 1 : 0;
      }
    }
    int objects = (int) image.truth().stream().filter(object -> !object.crowd()).count();
    return new PictureQuality(found, objects - found, falseAlarms, overlap);
  }

  /** Twice the found over all objects and detections; NaN where there are neither. */
  double f1() {
    return 2.0 * found / (2 * found + missed + falseAlarms);
  }

  /** Mean overlap of the found objects; NaN where none was found. */
  double meanOverlap() {
    return overlapOfFound / found;
  }

  /**
   * F1 times the mean overlap, which is 0 where nothing was found; NaN where there was nothing to
   * find. Source: "panoptic quality" of one class in Kirillov et al., "Panoptic segmentation",
   * 2019.
   */
  double quality() {
    return 2 * overlapOfFound / (2 * found + missed + falseAlarms);
  }
}
