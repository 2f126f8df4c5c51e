package org.tucana.detection.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Average precision and recall as COCO defines them, equal to pycocotools.
 *
 * <p>Detections are matched once per picture; each figure can then be asked of any sample of the
 * pictures, with repetitions, which is what intervals by bootstrap need.
 *
 * <p>Source: Lin et al., "Microsoft COCO: Common Objects in Context", 2014, and the evaluation code
 * of its authors.
 */
public final class CocoEvaluation {
  private final List<List<ImageMatches>> matchesOfClasses;
  private final int[] allImages;

  private CocoEvaluation(List<List<ImageMatches>> matchesOfClasses, int images) {
    this.matchesOfClasses = matchesOfClasses;
    this.allImages = IntStream.range(0, images).toArray();
  }

  /**
   * Matches class by class; a figure is the mean over the classes that have a true object.
   *
   * @param images the pictures; their order breaks ties of equal scores
   * @param categories the classes that count; objects of others are left out
   * @param kind boxes or masks
   */
  public static CocoEvaluation perClass(
      List<EvaluatedImage> images, Collection<Integer> categories, OverlapKind kind) {
    List<List<ImageMatches>> matches = new ArrayList<>();
    for (int category : new TreeSet<>(categories)) {
      matches.add(
          images.stream()
              .map(image ->
                  ImageMatches.match(
                      image.truth().stream().filter(g -> g.category() == category).toList(),
                      image.detections().stream().filter(d -> d.category() == category).toList(),
                      kind))
              .toList());
    }
    return new CocoEvaluation(matches, images.size());
  }

  /** Matches detections with true objects of any class, as if all were of one. */
  public static CocoEvaluation anyClass(List<EvaluatedImage> images, OverlapKind kind) {
    return new CocoEvaluation(
        List.of(
            images.stream()
                .map(image ->
                    ImageMatches.match(
                        // pycocotools walks class by class, which decides among equal scores.
                        sorted(image.truth(), GroundTruth::category),
                        sorted(image.detections(), DetectedObject::category),
                        kind))
                .toList()),
        images.size());
  }

  private static <T> List<T> sorted(List<T> objects, ToDoubleFunction<T> key) {
    return objects.stream().sorted(Comparator.comparingDouble(key)).toList();
  }

  /** Number of pictures. */
  public int images() {
    return allImages.length;
  }

  /** COCO's figures over all pictures. */
  public CocoSummary summary() {
    int most = ImageMatches.MOST_DETECTIONS;
    IouThresholds all = IouThresholds.ALL;
    return new CocoSummary(
        averagePrecision(all, AreaRange.ALL, allImages),
        averagePrecision(IouThresholds.AT_50, AreaRange.ALL, allImages),
        averagePrecision(IouThresholds.AT_75, AreaRange.ALL, allImages),
        averagePrecision(all, AreaRange.SMALL, allImages),
        averagePrecision(all, AreaRange.MEDIUM, allImages),
        averagePrecision(all, AreaRange.LARGE, allImages),
        averageRecall(AreaRange.ALL, 1),
        averageRecall(AreaRange.ALL, 10),
        averageRecall(AreaRange.ALL, most),
        averageRecall(AreaRange.SMALL, most),
        averageRecall(AreaRange.MEDIUM, most),
        averageRecall(AreaRange.LARGE, most),
        matchesOfClasses.stream()
            .map(matches ->
                mean(
                    curves(matches, IouThresholds.AT_50, AreaRange.ALL, most, allImages).stream()
                        .mapToDouble(PrecisionRecall::averagePrecision)))
            .toList());
  }

  /**
   * Average precision with 100 detections a picture and class.
   *
   * @param thresholds the overlaps to take the mean over
   * @param range the area of the objects that count
   * @param sample indices of pictures, with repetitions where a picture was drawn more than once
   * @return the mean over thresholds and classes, or NaN without any true object
   */
  public double averagePrecision(IouThresholds thresholds, AreaRange range, int[] sample) {
    return mean(
        matchesOfClasses.stream()
            .flatMap(
                m -> curves(m, thresholds, range, ImageMatches.MOST_DETECTIONS, sample).stream())
            .mapToDouble(PrecisionRecall::averagePrecision));
  }

  /** AP50 over all areas of a sample of the pictures. */
  public double ap50(int... sample) {
    return averagePrecision(IouThresholds.AT_50, AreaRange.ALL, sample);
  }

  /** The curve of each class at one threshold, over all pictures and areas; none without truth. */
  public List<List<PrecisionRecall>> curves(IouThresholds thresholds) {
    return curves(thresholds, allImages);
  }

  /**
   * The curve of each class at each threshold, over all areas, of a sample of the pictures; none
   * without truth.
   */
  public List<List<PrecisionRecall>> curves(IouThresholds thresholds, int[] sample) {
    return matchesOfClasses.stream()
        .map(m -> curves(m, thresholds, AreaRange.ALL, ImageMatches.MOST_DETECTIONS, sample))
        .toList();
  }

  private double averageRecall(AreaRange range, int detections) {
    return mean(
        matchesOfClasses.stream()
            .flatMap(m -> curves(m, IouThresholds.ALL, range, detections, allImages).stream())
            .mapToDouble(PrecisionRecall::recall));
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }

  /** One curve per threshold, or none where the sample holds no true object. */
  private static List<PrecisionRecall> curves(
      List<ImageMatches> matches,
      IouThresholds thresholds,
      AreaRange range,
      int detections,
      int[] sample) {
    int truths = 0;
    for (int image : sample) {
      truths += matches.get(image).ranges().get(range).truths();
    }
    if (truths == 0) {
      return List.of();
    }
    Ranked[] ranking = rank(matches, detections, sample);
    List<PrecisionRecall> curves = new ArrayList<>(thresholds.count());
    for (int t = thresholds.first(); t < thresholds.first() + thresholds.count(); t++) {
      boolean[] correct = new boolean[ranking.length];
      int counted = 0;
      for (Ranked ranked : ranking) {
        Outcome outcome = ranked.image.ranges().get(range).outcomes()[t][ranked.detection];
        if (outcome != Outcome.IGNORED) {
          correct[counted++] = outcome == Outcome.TRUE_POSITIVE;
        }
      }
      curves.add(PrecisionRecall.of(truths, correct, counted));
    }
    return curves;
  }

  private static Ranked[] rank(List<ImageMatches> matches, int detections, int[] sample) {
    List<Ranked> ranking = new ArrayList<>();
    for (int image : sample) {
      ImageMatches match = matches.get(image);
      for (int d = 0; d < Math.min(detections, match.scores().length); d++) {
        ranking.add(new Ranked(match, d));
      }
    }
    Ranked[] ranked = ranking.toArray(Ranked[]::new);
    Arrays.sort(ranked, Comparator.comparingDouble(Ranked::score).reversed());
    return ranked;
  }

  private record Ranked(ImageMatches image, int detection) {
    double score() {
      return image.scores()[detection];
    }
  }
}
