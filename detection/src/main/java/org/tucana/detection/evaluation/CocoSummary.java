package org.tucana.detection.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * The figures under the names that COCO's users know, in their order; -1 stands for an undefined
   * one.
   */
  public Map<String, Object> named() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("AP", orMinusOne(ap));
    figures.put("AP50", orMinusOne(ap50));
    figures.put("AP75", orMinusOne(ap75));
    figures.put("AP_small", orMinusOne(apSmall));
    figures.put("AP_medium", orMinusOne(apMedium));
    figures.put("AP_large", orMinusOne(apLarge));
    figures.put("AR1", orMinusOne(ar1));
    figures.put("AR10", orMinusOne(ar10));
    figures.put("AR100", orMinusOne(ar100));
    figures.put("AR_small", orMinusOne(arSmall));
    figures.put("AR_medium", orMinusOne(arMedium));
    figures.put("AR_large", orMinusOne(arLarge));
    figures.put("AP50_per_class", ap50PerClass.stream().map(CocoSummary::orMinusOne).toList());
    return figures;
  }

  private static double orMinusOne(double figure) {
    return Double.isNaN(figure) ? -1 : figure;
  }
}
