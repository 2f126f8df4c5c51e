package org.tucana.detection.detector;

import java.util.List;
import java.util.Optional;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.MaskCrop;
import org.tucana.detection.structure.RunLength;
import org.tucana.detection.tiling.Tile;
import org.tucana.detection.tiling.TileMerge;
import org.tucana.detection.tiling.TileObject;

/**
 * An object that was found in a picture.
 *
 * @param box in pixels of the picture
 * @param label its class from 1 on, or {@link #UNKNOWN_CLASS}
 * @param className name of the class
 * @param score how sure it is, in (0, 1): the probability of the class where it has one
 * @param mask its pixels, over the whole picture
 * @param probabilities how sure each pixel is, of which the mask has those of at least one half;
 *     empty where the method that found it knows only yes and no
 */
public record Detection(
    Box box,
    int label,
    String className,
    float score,
    RunLength mask,
    Optional<MaskCrop> probabilities) {
  /** The label of what was found by a method that knows no classes. */
  public static final int UNKNOWN_CLASS = 0;

  /**
   * The objects of a picture by falling score.
   *
   * @param found what its tiles show
   * @param classes names of the classes, the first of label 1
   */
  static List<Detection> merged(List<Tile> tiles, List<TileObject> found, List<String> classes) {
    return TileMerge.merge(tiles, found).stream()
        .map(object ->
            new Detection(
                object.box(),
                object.label(),
                classes.get(object.label() - 1),
                object.score(),
                object.mask().toRunLength(),
                Optional.of(object.mask())))
        .toList();
  }

  /** This detection as evaluation and COCO files know it. */
  public DetectedObject asObject() {
    return new DetectedObject(label, score, CocoBox.of(box), Optional.of(mask));
  }

  /** An object of a method that knows neither classes nor probabilities of pixels. */
  public static Detection ofUnknownClass(Box box, float score, RunLength mask) {
    return new Detection(box, UNKNOWN_CLASS, "object", score, mask, Optional.empty());
  }
}
