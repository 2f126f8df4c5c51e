package org.tucana.detection.annotation;

import java.util.List;
import java.util.Optional;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.structure.PictureSize;

/**
 * What an annotation file tells about one picture.
 *
 * @param file name of the picture's file; empty where none is told
 * @param size its size, where the file says it
 * @param objects its objects, in the file's order
 */
public record AnnotatedImage(
    String file, Optional<PictureSize> size, List<AnnotatedObject> objects) {
  public AnnotatedImage {
    objects = List.copyOf(objects);
  }

  /** The objects in the pixels of a picture. */
  public List<GroundTruth> truth(PictureSize picture) {
    return objects.stream().map(object -> object.truth(picture)).toList();
  }

  /** The smallest picture that holds all objects, at least one pixel. */
  PictureSize smallestPicture() {
    return objects.stream()
        .map(AnnotatedObject::smallestPicture)
        .reduce(
            new PictureSize(1, 1),
            (a, b) ->
                new PictureSize(Math.max(a.height(), b.height()), Math.max(a.width(), b.width())));
  }
}
