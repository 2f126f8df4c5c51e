package org.tucana.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tucana.astro.io.LoadedPicture;
import org.tucana.astro.io.Pictures;
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
   * @param bands files of one band each, from blue to red, or one file of all
   * @param masks one map of objects; or several files or planes, each with the light or the mask of
   *     one object
   * @param channels number of channels of the model
   */
  static MaskedField read(List<String> bands, List<String> masks, int channels) {
    String name = String.join(",", bands);
    Picture picture = ModelInput.of(name, stacked(name, bands), Optional.empty(), channels);
    List<GroundTruth> truth = new ArrayList<>();
    for (RunLength mask : objects(masks)) {
      if (mask.height() != picture.height() || mask.width() != picture.width()) {
        throw new FormatException(
            "evaluate: the mask has %dx%d pixels but the picture %dx%d; give the mask of this field"
                .formatted(mask.height(), mask.width(), picture.height(), picture.width()));
      }
      truth.add(GroundTruth.of(0, mask));
    }
    return new MaskedField(new LabelledPicture(name, picture, truth));
  }

  private static LoadedPicture load(String picture) {
    return Pictures.load(Path.of(picture));
  }

  /** Bands as the channels of one picture, the reddest first as in display pictures. */
  private static LoadedPicture stacked(String name, List<String> bands) {
    List<LoadedPicture> loaded = bands.stream().map(MaskedField::load).toList();
    LoadedPicture first = loaded.getFirst();
    if (loaded.size() == 1) {
      return first;
    }
    int height = first.picture().height();
    int width = first.picture().width();
    float[] pixels = new float[Math.multiplyExact(loaded.size(), height * width)];
    for (int band = 0; band < loaded.size(); band++) {
      Picture own = loaded.get(band).picture();
      if (own.channels() != 1
          || own.height() != height
          || own.width() != width
          || loaded.get(band).display() != first.display()) {
        throw new FormatException(
            "evaluate: the bands "
                + name
                + " do not belong together, expected one plane of "
                + height
                + "x"
                + width
                + " each, got "
                + own.channels()
                + " of "
                + own.height()
                + "x"
                + own.width()
                + " in "
                + bands.get(band)
                + "; name aligned pictures of one kind");
      }
      int channel = loaded.size() - 1 - band;
      System.arraycopy(own.pixels(), 0, pixels, channel * height * width, height * width);
    }
    return new LoadedPicture(
        new Picture(loaded.size(), height, width, pixels), first.display(), first.header());
  }

  private static List<RunLength> objects(List<String> masks) {
    List<RunLength> objects = new ArrayList<>();
    for (String mask : masks) {
      Picture picture = load(mask).picture();
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
