package org.tucana.detection.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tucana.detection.structure.RunLength;

/** What is laid over each other: boxes or masks. */
public enum OverlapKind {
  /** Boxes, in continuous pixel coordinates. */
  BOX {
    @Override
    public double[][] overlaps(List<DetectedObject> detections, List<GroundTruth> truth) {
      double[][] overlaps = new double[detections.size()][truth.size()];
      for (int d = 0; d < detections.size(); d++) {
        CocoBox box = detections.get(d).box();
        for (int g = 0; g < truth.size(); g++) {
          GroundTruth object = truth.get(g);
          double intersection = box.intersection(object.box());
          overlaps[d][g] = ratio(intersection, box.area(), object.box().area(), object.crowd());
        }
      }
      return overlaps;
    }
  },

  /** Masks, pixel by pixel. */
  MASK {
    @Override
    public double[][] overlaps(List<DetectedObject> detections, List<GroundTruth> truth) {
      List<Silhouette> objects =
          truth.stream().map(g -> Silhouette.of(mask(g.mask(), "true object"))).toList();
      double[][] overlaps = new double[detections.size()][truth.size()];
      for (int d = 0; d < detections.size(); d++) {
        Silhouette detection = Silhouette.of(mask(detections.get(d).mask(), "detection"));
        for (int g = 0; g < truth.size(); g++) {
          Silhouette object = objects.get(g);
          if (detection.bounds().intersection(object.bounds()) > 0) {
            overlaps[d][g] =
                ratio(
                    detection.runs().intersection(object.runs()),
                    detection.area(),
                    object.area(),
                    truth.get(g).crowd());
          }
        }
      }
      return overlaps;
    }
  };

  /** By what pictures can be compared: boxes, and masks where every object of all has one. */
  public static List<OverlapKind> of(Stream<EvaluatedImage> images) {
    return images.allMatch(EvaluatedImage::hasMasks) ? List.of(BOX, MASK) : List.of(BOX);
  }

  /**
   * Intersection over union of each detection (rows) with each true object (columns); with a crowd,
   * intersection over the detection's area.
   */
  public abstract double[][] overlaps(List<DetectedObject> detections, List<GroundTruth> truth);

  private static double ratio(
      double intersection, double detectionArea, double truthArea, boolean crowd) {
    if (intersection == 0) {
      return 0;
    }
    return intersection / (crowd ? detectionArea : detectionArea + truthArea - intersection);
  }

  private static RunLength mask(Optional<RunLength> mask, String of) {
    return mask.orElseThrow(() ->
        new IllegalArgumentException(
            "mask overlap: a " + of + " has no mask; compare boxes or give every object one"));
  }

  /** A mask with what many comparisons ask of it; the bounds spare most of them. */
  private record Silhouette(RunLength runs, CocoBox bounds, double area) {
    static Silhouette of(RunLength runs) {
      return new Silhouette(runs, CocoBox.of(runs.bounds()), runs.area());
    }
  }
}
