package org.tucana.detection.transform;

import java.util.ArrayList;
import java.util.List;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Boxes;
import org.tucana.detection.structure.PictureSize;

/**
 * The objects of one resized picture.
 *
 * @param boxes their boxes
 * @param labels their classes from 1 on, or {@link #UNKNOWN_CLASS}
 * @param masks their pixels, of the resized picture's size
 */
public record PictureTruth(Boxes boxes, int[] labels, List<BinaryMask> masks) {
  /** Label of an object whose class is not known. */
  public static final int UNKNOWN_CLASS = -1;

  public PictureTruth {
    masks = List.copyOf(masks);
    if (labels.length != boxes.size() || masks.size() != boxes.size()) {
      throw new IllegalArgumentException(
          "truth: one label and one mask a box wanted, got "
              + boxes.size()
              + " boxes, "
              + labels.length
              + " labels and "
              + masks.size()
              + " masks");
    }
  }

  /**
   * Annotations of a picture, resized with it (masks by the nearest pixel). An annotation whose box
   * has no area, as an empty mask has, is no object to train on and is left out.
   *
   * @throws IllegalArgumentException where a label or the size of a mask does not fit
   */
  public static PictureTruth of(
      List<Annotation> annotations, int classes, PictureSize original, PictureSize resized) {
    List<Box> boxes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<BinaryMask> masks = new ArrayList<>();
    for (Annotation annotation : annotations) {
      Box box = annotation.box();
      if (!(box.x2() > box.x1() && box.y2() > box.y1())) {
        continue;
      }
      boxes.add(box);
      labels.add(label(annotation, classes));
      masks.add(resize(annotation.mask(), original, resized));
    }
    Boxes scaled = PictureTransform.rescale(Boxes.of(boxes), original, resized);
    return new PictureTruth(scaled, labels.stream().mapToInt(Integer::intValue).toArray(), masks);
  }

  /** Whether a label says that the class is not known. */
  public static boolean isUnknown(int label) {
    return label == UNKNOWN_CLASS;
  }

  private static int label(Annotation annotation, int classes) {
    if (annotation.label().isEmpty()) {
      return UNKNOWN_CLASS;
    }
    int label = annotation.label().getAsInt();
    if (label < 1 || label > classes) {
      throw new IllegalArgumentException(
          "truth: label " + label + " does not exist, expected 1 to " + classes);
    }
    return label;
  }

  private static BinaryMask resize(BinaryMask mask, PictureSize original, PictureSize resized) {
    if (mask.height() != original.height() || mask.width() != original.width()) {
      throw new IllegalArgumentException(
          "truth: a mask of "
              + mask.height()
              + "x"
              + mask.width()
              + " pixels does not fit a picture of "
              + original);
    }
    if (original.equals(resized)) {
      return mask;
    }
    float stepY = (float) original.height() / resized.height();
    float stepX = (float) original.width() / resized.width();
    byte[] pixels = new byte[resized.height() * resized.width()];
    for (int y = 0; y < resized.height(); y++) {
      int fromY = Math.min((int) (y * stepY), original.height() - 1);
      for (int x = 0; x < resized.width(); x++) {
        int fromX = Math.min((int) (x * stepX), original.width() - 1);
        pixels[y * resized.width() + x] = mask.pixels()[fromY * original.width() + fromX];
      }
    }
    return new BinaryMask(resized.height(), resized.width(), pixels);
  }
}
