package org.tucana.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tucana.astro.mask.ObjectMasks;
import org.tucana.astro.stretch.ModelInput;
import org.tucana.core.type.FormatException;
import org.tucana.detection.evaluation.GroundTruth;
import org.tucana.detection.evaluation.LabelledPicture;
import org.tucana.detection.evaluation.LabelledPictures;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/**
 * One field in some bands beside a picture of its objects.
 *
 * @param field the field
 */
record MaskedField(LabelledPicture field) implements LabelledPictures {
  /**
   * Reads a field and its objects, whose classes are unknown.
   *
   * @param field the picture
   * @param masks one map of objects; or several files or planes, each with the light or the mask of
   *     one object
   * @param input how pictures become what the model takes
   */
  static MaskedField read(PictureInput field, List<String> masks, ModelInput input) {
    Picture picture = input.of(field.source(), field.load());
    List<GroundTruth> truth = new ArrayList<>();
    for (RunLength mask : objects(masks)) {
      if (mask.height() != picture.height() || mask.width() != picture.width()) {
        throw new FormatException(
            "evaluate: the mask has %dx%d pixels but the picture %dx%d; give the mask of this field"
                .formatted(mask.height(), mask.width(), picture.height(), picture.width()));
      }
      truth.add(GroundTruth.of(0, mask));
    }
    return new MaskedField(new LabelledPicture(field.source(), picture, truth));
  }

  private static List<RunLength> objects(List<String> masks) {
    List<RunLength> objects = new ArrayList<>();
    for (String mask : masks) {
      Picture picture = PictureInput.of(mask).load().picture();
      if (masks.size() == 1 && picture.channels() == 1) {
        return checked(mask, () -> ObjectMasks.ofMap(picture));
      }
      for (int channel = 0; channel < picture.channels(); channel++) {
        objects.add(ObjectMasks.ofLight(picture, channel));
      }
    }
    return objects;
  }

  private static List<RunLength> checked(String mask, Supplier<List<RunLength>> objects) {
    try {
      return objects.get();
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          "evaluate: mask " + mask + ": " + e.getMessage() + "; name a map or one mask an object",
          e);
    }
  }

  @Override
  public String title() {
    return "field";
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public LabelledPicture picture(int index) {
    return field;
  }
}
