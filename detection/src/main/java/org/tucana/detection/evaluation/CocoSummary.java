package org.tucana.detection.evaluation;

import java.util.List;

/**
 * COCO's twelve figures and AP50 by class; NaN where no true object defines a figure (COCO's files
 * say -1).
 *
 * @param ap average precision over the thresholds 0.50 to 0.95, all areas, 100 detections
 * @param ap50 at 0.50
 * @param ap75 at 0.75
 * @param apSmall of objects up to 32 x 32 pixels
 * @param apMedium of objects between
 * @param apLarge of objects from 96 x 96 pixels
 * @param ar1 recall over the thresholds with 1 detection a picture and class
 * @param ar10 with 10
 * @param ar100 with 100
 * @param arSmall with 100, of small objects
 * @param arMedium of medium ones
 * @param arLarge of large ones
 * @param ap50PerClass AP50 of each class, by rising class number
 */
public record CocoSummary(
    double ap,
    double ap50,
    double ap75,
    double apSmall,
    double apMedium,
    double apLarge,
    double ar1,
    double ar10,
    double ar100,
    double arSmall,
    double arMedium,
    double arLarge,
    List<Double> ap50PerClass) {
  public CocoSummary {
    ap50PerClass = List.copyOf(ap50PerClass);
  }
}
