package org.tucana.detection.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.MatchedImage;
import org.tucana.nn.metric.RocCurve;

/**
 * How well the score of a class tells its objects from those of the others.
 *
 * @param name the class
 * @param curve over the found objects of known class; positive are those of this class
 */
record ClassRoc(String name, RocCurve curve) {

  static List<ClassRoc> of(List<MatchedImage> images, SortedMap<Integer, String> classes) {
    List<Found> found = new ArrayList<>();
    for (MatchedImage image : images) {
      int[] detectionOf = image.detectionsOfTruth();
      for (int g = 0; g < detectionOf.length; g++) {
        if (detectionOf[g] != MatchedImage.NONE
            && classes.containsKey(image.truth().get(g).category())) {
          found.add(new Found(image, g));
        }
      }
    }
    return classes.entrySet().stream().map(known -> of(found, known)).toList();
  }

  private static ClassRoc of(List<Found> found, Map.Entry<Integer, String> known) {
    int category = known.getKey();
    double[] scores = found.stream().mapToDouble(object -> object.score(category)).toArray();
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = found.get(i).category() == category;
    }
    return new ClassRoc(known.getValue(), RocCurve.of(scores, positive));
  }

  /** A true object that a detection matches. */
  private record Found(MatchedImage image, int truth) {
    int category() {
      return image.truth().get(truth).category();
    }

    /** The largest score of the class on this object; zero where no detection has the class. */
    double score(int category) {
      double best = 0;
      for (int d = 0; d < image.detections().size(); d++) {
        DetectedObject detection = image.detections().get(d);
        if (detection.category() == category && image.overlaps()[d][truth] >= image.threshold()) {
          best = Math.max(best, detection.score());
        }
      }
      return best;
    }
  }
}
