package org.tucana.astro.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.RunLength;

/**
 * Which pixels each object of a sky dominates: inside its outline and brighter there than every
 * other object. Objects that keep too few pixels, or too small a part of their outline, are not
 * annotated.
 */
final class VisibleMasks {
  /** Fewest pixels of an annotated object: what a person would still outline. */
  static final int FEWEST_PIXELS = 50;

  private static final double SMALLEST_VISIBLE_SHARE = 0.35;

  private final int height;
  private final int width;
  private final int[] owner;
  private final float[] strongest;
  private final List<OptionalInt> labels = new ArrayList<>();
  private final List<Integer> wholeAreas = new ArrayList<>();

  VisibleMasks(int height, int width) {
    this.height = height;
    this.width = width;
    this.owner = new int[height * width];
    this.strongest = new float[height * width];
    Arrays.fill(owner, -1);
  }

  /** Adds an object's image, its corner at row and column, with its outline. */
  void add(Bands seen, BinaryMask outline, int row, int column, OptionalInt label) {
    int id = labels.size();
    for (int y = Math.max(0, -row); y < Math.min(seen.height, height - row); y++) {
      for (int x = Math.max(0, -column); x < Math.min(seen.width, width - column); x++) {
        float grey = (float) seen.grey(y * seen.width + x);
        int place = (row + y) * width + column + x;
        if (outline.at(y, x) && grey > strongest[place]) {
          strongest[place] = grey;
          owner[place] = id;
        }
      }
    }
    labels.add(label);
    wholeAreas.add(outline.area());
  }

  List<Annotation> annotations() {
    List<Annotation> annotations = new ArrayList<>();
    for (int id = 0; id < labels.size(); id++) {
      BinaryMask mask = maskOf(id);
      int area = mask.area();
      if (area >= FEWEST_PIXELS && area >= SMALLEST_VISIBLE_SHARE * wholeAreas.get(id)) {
        annotations.add(new Annotation(RunLength.of(mask).bounds(), labels.get(id), mask));
      }
    }
    return annotations;
  }

  private BinaryMask maskOf(int id) {
    byte[] pixels = new byte[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (owner[i] == id ? 1 : 0);
    }
    return new BinaryMask(height, width, pixels);
  }
}
