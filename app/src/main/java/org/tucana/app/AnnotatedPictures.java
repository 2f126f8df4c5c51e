package org.tucana.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tucana.astro.io.Pictures;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.core.type.FormatException;
import org.tucana.detection.annotation.AnnotatedImage;
import org.tucana.detection.annotation.AnnotationSet;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.structure.PictureSize;
import org.tucana.nn.data.Picture;

/**
 * Pictures in a folder whose objects an annotation file tells.
 *
 * @param annotations the file
 * @param folder where the pictures lie
 * @param classes names of a model's classes, the first for category 1: objects of other names are
 *     of unknown class
 * @param input how pictures become what the model takes
 */
record AnnotatedPictures(
    AnnotationSet annotations, Path folder, List<String> classes, ModelInput input)
    implements LabelledPictures {
  @Override
  public String title() {
    return "pictures";
  }

  @Override
  public int size() {
    return annotations.images().size();
  }

  @Override
  public LabelledPicture picture(int index) {
    Map.Entry<Long, AnnotatedImage> entry =
        annotations.images().entrySet().stream().skip(index).findFirst().orElseThrow();
    AnnotatedImage image = entry.getValue();
    Path file = PictureFolder.file(folder, image);
    Picture picture = input.of(file.toString(), Pictures.load(file));
    PictureSize size = new PictureSize(picture.height(), picture.width());
    image
        .size()
        .filter(told -> !told.equals(size))
        .ifPresent(told -> {
          throw new FormatException(
              "%s: has %s pixels, but %s says %s; name the folder of the pictures that it annotates"
                  .formatted(file, size, annotations.source(), told));
        });
    return new LabelledPicture(
        image.file(), picture, image.truth(size).stream().map(this::renumbered).toList());
  }

  /** The object with its class in the model's numbers, 0 where the model does not know it. */
  private GroundTruth renumbered(GroundTruth object) {
    String name = annotations.categories().getOrDefault(object.category(), "");
    return new GroundTruth(
        classes.indexOf(name) + 1, object.box(), object.mask(), object.area(), object.crowd());
  }
}
