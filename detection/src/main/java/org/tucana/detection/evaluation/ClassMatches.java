package org.tucana.detection.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tucana.detection.evaluation.ImageMatches.Outcome;

/**
 * The matches of one class in all pictures, ranked once, so that a sample of the pictures is a walk
 * over the ranking instead of another sort.
 */
final class ClassMatches {
  private final List<ImageMatches> images;
  private final Ranked[] ranking;

  ClassMatches(List<ImageMatches> images) {
    this.images = List.copyOf(images);
    List<Ranked> all = new ArrayList<>();
    for (int image = 0; image < images.size(); image++) {
      for (int d = 0; d < images.get(image).scores().length; d++) {
        all.add(new Ranked(image, d, images.get(image).scores()[d]));
      }
    }
    // A stable sort: among equal scores the order of the pictures stays.
    all.sort(Comparator.comparingDouble(Ranked::score).reversed());
    ranking = all.toArray(Ranked[]::new);
  }

  private record Ranked(int image, int place, double score) {}

  /**
   * One curve per threshold, or none where the sample holds no true object.
   *
   * @param mostDetections how many detections of a picture count
   * @param drawn how often each picture is in the sample
   */
  List<PrecisionRecall> curves(
      IouThresholds thresholds, AreaRange range, int mostDetections, int[] drawn) {
    int truths = 0;
    int detections = 0;
    for (int image = 0; image < drawn.length; image++) {
      ImageMatches matches = images.get(image);
      truths += drawn[image] * matches.ranges().get(range).truths();
      detections += drawn[image] * Math.min(mostDetections, matches.scores().length);
    }
    if (truths == 0) {
      return List.of();
    }
    Outcome[][][] outcomes = new Outcome[images.size()][][];
    for (int image = 0; image < outcomes.length; image++) {
      outcomes[image] = images.get(image).ranges().get(range).outcomes();
    }
    boolean[] correct = new boolean[detections];
    List<PrecisionRecall> curves = new ArrayList<>(thresholds.count());
    for (int t = thresholds.first(); t < thresholds.first() + thresholds.count(); t++) {
      int counted = 0;
      for (Ranked ranked : ranking) {
        if (ranked.place >= mostDetections || drawn[ranked.image] == 0) {
          continue;
        }
        Outcome outcome = outcomes[ranked.image][t][ranked.place];
        if (outcome != Outcome.IGNORED) {
          for (int copy = 0; copy < drawn[ranked.image]; copy++) {
            correct[counted++] = outcome == Outcome.TRUE_POSITIVE;
          }
        }
      }
      curves.add(PrecisionRecall.of(truths, correct, counted));
    }
    return curves;
  }
}
