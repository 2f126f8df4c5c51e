package org.tucana.detection.annotation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.CocoBox;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.Region;
import org.tucana.detection.structure.RunLength;

/**
 * One object as an annotation file tells it.
 *
 * @param place where it stands, for messages: the file and the place in it
 * @param category number of its class
 * @param box its box, where the file says one
 * @param region its pixels, where the file says them; at least one of both is there
 * @param area in square pixels, where the file says it
 * @param crowd whether it is a region of many objects
 */
public record AnnotatedObject(
    String place,
    int category,
    Optional<CocoBox> box,
    Optional<Region> region,
    OptionalDouble area,
    boolean crowd) {
  public AnnotatedObject {
    if (box.isEmpty() && region.isEmpty()) {
      throw new IllegalArgumentException("annotated object: expected a box or a region");
    }
  }

  /** The smallest picture that holds the object. */
  PictureSize smallestPicture() {
    return region
        .map(Region::smallestPicture)
        .orElseGet(() ->
            new PictureSize(
                (int) Math.max(1, Math.ceil(box.get().y() + box.get().height())),
                (int) Math.max(1, Math.ceil(box.get().x() + box.get().width()))));
  }

  /**
   * The object in pixels.
   *
   * @throws FormatException naming its place where its region does not fit the picture
   */
  GroundTruth truth(PictureSize picture) {
    Optional<RunLength> mask = region.map(r -> pixels(r, picture));
    CocoBox bounds = box.orElseGet(() -> CocoBox.of(mask.get().bounds()));
    double size = area.orElseGet(() -> mask.map(m -> (double) m.area()).orElse(bounds.area()));
    return new GroundTruth(category, bounds, mask, size, crowd);
  }

  private RunLength pixels(Region of, PictureSize picture) {
    try {
      return of.runs(picture);
    } catch (IllegalArgumentException e) {
      throw new FormatException(place + " is wrong: " + e.getMessage(), e);
    }
  }
}
