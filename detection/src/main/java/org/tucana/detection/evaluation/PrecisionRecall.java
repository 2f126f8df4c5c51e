package org.tucana.detection.evaluation;

/**
 * Precision over recall of one class at one threshold.
 *
 * @param truths number of true objects; at zero the curve says nothing
 * @param precision the largest precision at recall of at least 0, 0.01, ... 1; zero at recalls that
 *     are not reached
 * @param recall the recall that all detections together reach
 */
public record PrecisionRecall(int truths, double[] precision, double recall) {
  /** COCO's points of recall: 0, 0.01, ... 1. */
  public static final int POINTS = 101;

  /** Mean precision over the 101 points of recall. */
  public double averagePrecision() {
    double sum = 0;
    for (double p : precision) {
      sum += p;
    }
    return sum / POINTS;
  }

  /**
   * The curve of a ranking.
   *
   * @param truths number of true objects, at least 1
   * @param correct for each detection that is not ignored, by falling score, whether it is right
   * @param detections how many of them
   */
  static PrecisionRecall of(int truths, boolean[] correct, int detections) {
    double[] recalls = new double[detections];
    double[] precisions = new double[detections];
    int right = 0;
    for (int d = 0; d < detections; d++) {
      right += correct[d] ? 1 : 0;
      recalls[d] = (double) right / truths;
      precisions[d] = right / (d + 1 + Math.ulp(1.0));
    }
    for (int d = detections - 1; d > 0; d--) {
      precisions[d - 1] = Math.max(precisions[d - 1], precisions[d]);
    }
    double[] sampled = new double[POINTS];
    int d = 0;
    for (int point = 0; point < POINTS; point++) {
      double recall = point == POINTS - 1 ? 1 : point * 0.01;
      while (d < detections && recalls[d] < recall) {
        d++;
      }
      sampled[point] = d < detections ? precisions[d] : 0;
    }
    return new PrecisionRecall(truths, sampled, detections == 0 ? 0 : recalls[detections - 1]);
  }
}
