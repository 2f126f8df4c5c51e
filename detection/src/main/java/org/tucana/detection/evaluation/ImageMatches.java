package org.tucana.detection.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the detections of one class in one picture match its true objects: all that average precision
 * needs of a picture, so that pictures can be drawn again and again without matching anew.
 *
 * @param scores scores of the best detections, falling
 * @param ranges what became of them among the true objects of an area range
 */
record ImageMatches(double[] scores, Map<AreaRange, OfRange> ranges) {
  enum Outcome {
    TRUE_POSITIVE,
    FALSE_POSITIVE,
    IGNORED
  }

  /**
   * The matches of one area range.
   *
   * @param truths number of true objects that count
   * @param outcomes what became of each detection, by threshold and detection
   */
  record OfRange(int truths, Outcome[][] outcomes) {}

  /**
   * Matches as pycocotools does: detections by falling score each take the free true object that
   * they overlap most, an object that counts before one that is ignored, a crowd any number of
   * times.
   *
   * @param mostDetections how many detections, by falling score, count
   */
  static ImageMatches match(
      List<GroundTruth> truth,
      List<DetectedObject> detections,
      OverlapKind kind,
      int mostDetections) {
    List<DetectedObject> ranked = new ArrayList<>(detections);
    // A stable sort: the order of equal scores stays.
    ranked.sort(Comparator.comparingDouble(DetectedObject::score).reversed());
    if (ranked.size() > mostDetections) {
      ranked = ranked.subList(0, mostDetections);
    }
    double[][] overlaps = kind.overlaps(ranked, truth);
    Map<AreaRange, OfRange> ranges = new EnumMap<>(AreaRange.class);
    for (AreaRange range : AreaRange.values()) {
      ranges.put(range, match(truth, ranked, overlaps, range));
    }
    return new ImageMatches(ranked.stream().mapToDouble(DetectedObject::score).toArray(), ranges);
  }

  private static OfRange match(
      List<GroundTruth> truth, List<DetectedObject> ranked, double[][] overlaps, AreaRange range) {
    int[] order = countingFirst(truth, range);
    boolean[] outside = new boolean[ranked.size()];
    for (int d = 0; d < outside.length; d++) {
      DetectedObject detection = ranked.get(d);
      outside[d] = detection.incidental() || !range.contains(detection.area());
    }
    Outcome[][] outcomes = new Outcome[IouThresholds.TOTAL][];
    for (int t = 0; t < outcomes.length; t++) {
      int[] matched = assign(truth, order, range, overlaps, IouThresholds.value(t));
      outcomes[t] = outcomes(truth, range, matched, outside);
    }
    int truths = (int) truth.stream().filter(object -> counts(object, range)).count();
    return new OfRange(truths, outcomes);
  }

  private static boolean counts(GroundTruth object, AreaRange range) {
    return !object.crowd() && range.contains(object.area());
  }

  private static int[] countingFirst(List<GroundTruth> truth, AreaRange range) {
    int[] order = new int[truth.size()];
    int next = 0;
    for (boolean counting : new boolean[] {true, false}) {
      for (int g = 0; g < order.length; g++) {
        if (counts(truth.get(g), range) == counting) {
          order[next++] = g;
        }
      }
    }
    return order;
  }

  /** The true object of each detection, or -1. */
  private static int[] assign(
      List<GroundTruth> truth,
      int[] order,
      AreaRange range,
      double[][] overlaps,
      double threshold) {
    int[] matched = new int[overlaps.length];
    boolean[] taken = new boolean[truth.size()];
    for (int d = 0; d < overlaps.length; d++) {
      double best = threshold;
      int choice = -1;
      for (int g : order) {
        if (taken[g] && !truth.get(g).crowd()) {
          continue;
        }
        if (choice >= 0 && counts(truth.get(choice), range) && !counts(truth.get(g), range)) {
          break;
        }
        // Of equal overlaps the last one wins, as in pycocotools.
        if (overlaps[d][g] >= best) {
          best = overlaps[d][g];
          choice = g;
        }
      }
      matched[d] = choice;
      if (choice >= 0) {
        taken[choice] = true;
      }
    }
    return matched;
  }

  private static Outcome[] outcomes(
      List<GroundTruth> truth, AreaRange range, int[] matched, boolean[] outside) {
    Outcome[] outcomes = new Outcome[matched.length];
    Arrays.setAll(
        outcomes,
        d -> {
          if (matched[d] < 0) {
            return outside[d] ? Outcome.IGNORED : Outcome.FALSE_POSITIVE;
          }
          return counts(truth.get(matched[d]), range) ? Outcome.TRUE_POSITIVE : Outcome.IGNORED;
        });
    return outcomes;
  }
}
