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
  /** How many detections of a class and picture COCO counts. */
  public static final int MOST_DETECTIONS = 100;

  private final List<ClassMatches> classes;
  private final int images;
  private final int mostDetections;

  private CocoEvaluation(List<ClassMatches> classes, int images, int mostDetections) {
    this.classes = classes;
    this.images = images;
    this.mostDetections = mostDetections;
  }

  /**
   * Matches class by class; a figure is the mean over the classes that have a true object.
   *
   * @param images the pictures; their order breaks ties of equal scores
   * @param categories the classes that count, by rising number; objects of others are left out
   * @param kind boxes or masks
   */
  public static CocoEvaluation perClass(
      List<EvaluatedImage> images, Collection<Integer> categories, OverlapKind kind) {
    return perClass(images, categories, kind, MOST_DETECTIONS);
  }

  /**
   * Matches class by class.
   *
   * @param mostDetections how many detections of a class and picture count: more than COCO's
   *     hundred where pictures hold more objects
   */
  public static CocoEvaluation perClass(
      List<EvaluatedImage> images,
      Collection<Integer> categories,
      OverlapKind kind,
      int mostDetections) {
    List<ClassMatches> classes = new ArrayList<>();
    for (int category : new TreeSet<>(categories)) {
      classes.add(
          new ClassMatches(
              images.stream()
                  .map(image ->
                      ImageMatches.match(
                          image.truth().stream().filter(g -> g.category() == category).toList(),
                          image.detections().stream()
                              .filter(d -> d.category() == category)
                              .toList(),
                          kind,
                          mostDetections))
                  .toList()));
    }
    return new CocoEvaluation(classes, images.size(), mostDetections);
  }

  /** Matches detections with true objects of any class, as if all were of one. */
  public static CocoEvaluation anyClass(List<EvaluatedImage> images, OverlapKind kind) {
    return anyClass(images, kind, MOST_DETECTIONS);
  }

  /**
   * Matches detections with true objects of any class.
   *
   * @param mostDetections how many detections of a picture count
   */
  public static CocoEvaluation anyClass(
      List<EvaluatedImage> images, OverlapKind kind, int mostDetections) {
    ClassMatches any =
        new ClassMatches(
            images.stream()
                .map(image ->
                    ImageMatches.match(
                        // pycocotools walks class by class, which decides among equal scores.
                        sorted(image.truth(), GroundTruth::category),
                        sorted(image.detections(), DetectedObject::category),
                        kind,
                        mostDetections))
                .toList());
    return new CocoEvaluation(List.of(any), images.size(), mostDetections);
  }

  private static <T> List<T> sorted(List<T> objects, ToDoubleFunction<T> key) {
    return objects.stream().sorted(Comparator.comparingDouble(key)).toList();
  }

  /** Number of pictures. */
  public int images() {
    return images;
  }

  /** COCO's figures over all pictures. */
  public CocoSummary summary() {
    int[] all = once();
    return new CocoSummary(
        precision(IouThresholds.ALL, AreaRange.ALL, all),
        precision(IouThresholds.AT_50, AreaRange.ALL, all),
        precision(IouThresholds.AT_75, AreaRange.ALL, all),
        precision(IouThresholds.ALL, AreaRange.SMALL, all),
        precision(IouThresholds.ALL, AreaRange.MEDIUM, all),
        precision(IouThresholds.ALL, AreaRange.LARGE, all),
        recall(AreaRange.ALL, 1),
        recall(AreaRange.ALL, 10),
        recall(AreaRange.ALL, MOST_DETECTIONS),
        recall(AreaRange.SMALL, MOST_DETECTIONS),
        recall(AreaRange.MEDIUM, MOST_DETECTIONS),
        recall(AreaRange.LARGE, MOST_DETECTIONS),
        IntStream.range(0, classes.size())
            .mapToObj(c -> ofClass(c).precision(IouThresholds.AT_50, AreaRange.ALL, all))
            .toList());
  }

  /** The evaluation of one class alone, given by its place in the order of the classes' numbers. */
  public CocoEvaluation ofClass(int index) {
    return new CocoEvaluation(List.of(classes.get(index)), images, mostDetections);
  }

  /**
   * Average precision.
   *
   * @param thresholds the overlaps to take the mean over
   * @param range the area of the objects that count
   * @param sample indices of pictures, with repetitions where a picture was drawn more than once
   * @return the mean over thresholds and classes, or NaN without any true object
   */
  public double averagePrecision(IouThresholds thresholds, AreaRange range, int[] sample) {
    int[] drawn = new int[images];
    for (int image : sample) {
      drawn[image]++;
    }
    return precision(thresholds, range, drawn);
  }

  /** AP50 over all areas of a sample of the pictures. */
  public double ap50(int... sample) {
    return averagePrecision(IouThresholds.AT_50, AreaRange.ALL, sample);
  }

  /** AP, the mean over the ten thresholds, over all areas of a sample of the pictures. */
  public double ap(int... sample) {
    return averagePrecision(IouThresholds.ALL, AreaRange.ALL, sample);
  }

  /**
   * The curves of each class, one per threshold, over all pictures and areas; none for a class
   * without truth.
   */
  public List<List<PrecisionRecall>> curves(IouThresholds thresholds) {
    return classes.stream()
        .map(c -> c.curves(thresholds, AreaRange.ALL, mostDetections, once()))
        .toList();
  }

  private double precision(IouThresholds thresholds, AreaRange range, int[] drawn) {
    return mean(
        classes.stream()
            .flatMap(c -> c.curves(thresholds, range, mostDetections, drawn).stream())
            .mapToDouble(PrecisionRecall::averagePrecision));
  }

  private double recall(AreaRange range, int most) {
    return mean(
        classes.stream()
            .flatMap(c -> c.curves(IouThresholds.ALL, range, most, once()).stream())
            .mapToDouble(PrecisionRecall::recall));
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }

  private int[] once() {
    int[] drawn = new int[images];
    Arrays.fill(drawn, 1);
    return drawn;
  }
}
