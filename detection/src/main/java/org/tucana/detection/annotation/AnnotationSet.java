package org.tucana.detection.annotation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.DetectedObject;
import org.tucana.detection.evaluation.EvaluatedImage;
import org.tucana.detection.structure.PictureSize;
import org.tucana.detection.structure.RunLength;

/**
 * The truth that an annotation file tells.
 *
 * @param source name of the file, for messages
 * @param categories names of the classes by number
 * @param images the pictures by number
 */
public record AnnotationSet(
    String source, SortedMap<Integer, String> categories, SortedMap<Long, AnnotatedImage> images) {
  public AnnotationSet {
    categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
  }

  /**
   * The pictures beside their detections, by rising number. A picture whose size the file does not
   * tell has that of its detections' masks, or else the smallest that holds its objects.
   *
   * @param detectionsSource name of the detections' file, for messages
   * @throws FormatException where there are detections of a picture that is not here or of another
   *     size, or a region does not fit its picture
   */
  public List<EvaluatedImage> with(
      String detectionsSource, SortedMap<Long, List<DetectedObject>> detections) {
    for (long image : detections.keySet()) {
      if (!images.containsKey(image)) {
        throw new FormatException(
            detectionsSource
                + ": has detections of image "
                + image
                + ", but "
                + source
                + " has no such image; give the truth they were made for");
      }
    }
    List<EvaluatedImage> evaluated = new ArrayList<>();
    images.forEach((id, image) -> {
      List<DetectedObject> found = detections.getOrDefault(id, List.of());
      Optional<RunLength> mask = found.stream().flatMap(d -> d.mask().stream()).findFirst();
      PictureSize size =
          image
              .size()
              .or(() -> mask.map(m -> new PictureSize(m.height(), m.width())))
              .orElseGet(image::smallestPicture);
      checkMasks(detectionsSource, id, found, size);
      evaluated.add(new EvaluatedImage(image.truth(size), found));
    });
    return evaluated;
  }

  private void checkMasks(
      String detectionsSource, long image, List<DetectedObject> found, PictureSize size) {
    for (DetectedObject detection : found) {
      detection
          .mask()
          .map(mask -> new PictureSize(mask.height(), mask.width()))
          .filter(own -> !own.equals(size))
          .ifPresent(own -> {
            throw new FormatException(
                detectionsSource
                    + ": has masks of "
                    + own
                    + " pixels for image "
                    + image
                    + ", which has "
                    + size
                    + " in "
                    + source
                    + "; give the truth they were made for");
          });
    }
  }
}
