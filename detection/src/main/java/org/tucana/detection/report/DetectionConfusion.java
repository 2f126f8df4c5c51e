package org.tucana.detection.report;

import java.util.List;
import java.util.SortedMap;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.detection.evaluation.Outcome;
import org.tucana.nn.metric.ConfusionMatrix;

/**
 * Which class was taken for which, with objects that were not found and detections of nothing.
 * Objects of unknown class and crowds are left out, and the detections on them.
 *
 * @param objects true classes (rows) and answers (columns); an object without an answer was not
 *     found
 * @param falseAlarms detections that match no true object, by answered class
 */
record DetectionConfusion(ConfusionMatrix objects, int[] falseAlarms) {

  static DetectionConfusion of(
      List<MatchedImage> images, SortedMap<Integer, String> classes, double minimumScore) {
    List<Integer> numbers = List.copyOf(classes.keySet());
    int[][] counts = new int[numbers.size()][numbers.size()];
    int[] notFound = new int[numbers.size()];
    int[] falseAlarms = new int[numbers.size()];
    for (MatchedImage image : images) {
      int[] detectionOf = image.detectionsOfTruth();
      for (int g = 0; g < detectionOf.length; g++) {
        int row = numbers.indexOf(image.truth().get(g).category());
        if (row < 0 || image.truth().get(g).crowd()) {
          continue;
        }
        int d = detectionOf[g];
        if (d == MatchedImage.NONE || image.detections().get(d).score() < minimumScore) {
          notFound[row]++;
        } else {
          counts[row][numbers.indexOf(image.detections().get(d).category())]++;
        }
      }
      for (int d = 0; d < image.outcomes().length; d++) {
        if (image.outcomes()[d] == Outcome.FALSE_POSITIVE
            && image.detections().get(d).score() >= minimumScore) {
          falseAlarms[numbers.indexOf(image.detections().get(d).category())]++;
        }
      }
    }
    return new DetectionConfusion(
        new ConfusionMatrix(List.copyOf(classes.values()), counts, notFound), falseAlarms);
  }
}
