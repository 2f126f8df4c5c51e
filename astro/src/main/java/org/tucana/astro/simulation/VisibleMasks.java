package org.tucana.astro.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;

/**
 * Which pixels each object of a sky dominates: inside its outline and brighter there than every
 * other object. Objects that keep too few pixels, or too small a part of their outline, are not
 * annotated.
 */
final class VisibleMasks {
  /** Fewest pixels of an annotated object: what a person would still outline. */
  static final int FEWEST_PIXELS = 50;

  private static final double SMALLEST_VISIBLE_SHARE = 0.35;
  private static final int NOBODY = -1;

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
    Arrays.fill(owner, NOBODY);
  }

  /**
   * Adds an object.
   *
   * @param place where it lies; of its size are brightness and outline
   */
  void add(Footprint place, float[] brightness, BinaryMask outline, OptionalInt label) {
    int id = labels.size();
    int left = Math.max(0, -place.column());
    int right = Math.min(place.width(), width - place.column());
    for (int y = Math.max(0, -place.row());
        y < Math.min(place.height(), height - place.row());
        y++) {
      for (int x = left; x < right; x++) {
        float own = brightness[y * place.width() + x];
        int pixel = (place.row() + y) * width + place.column() + x;
        if (outline.at(y, x) && own > strongest[pixel]) {
          strongest[pixel] = own;
          owner[pixel] = id;
        }
      }
    }
    labels.add(label);
    wholeAreas.add(outline.area());
  }

  /** Pixels of each object that nothing outshines; 0 for those that are not annotated. */
  int[] areas() {
    int[] areas = new int[labels.size()];
    for (int id : owner) {
      if (id != NOBODY) {
        areas[id]++;
      }
    }
    for (int id = 0; id < areas.length; id++) {
      if (areas[id] < FEWEST_PIXELS || areas[id] < SMALLEST_VISIBLE_SHARE * wholeAreas.get(id)) {
        areas[id] = 0;
      }
    }
    return areas;
  }

  /** For each pixel the number of its annotated object, counted from 1, and 0 elsewhere. */
  int[] segmentation() {
    int[] areas = areas();
    int[] numbers = new int[owner.length];
    for (int i = 0; i < owner.length; i++) {
      numbers[i] = owner[i] != NOBODY && areas[owner[i]] > 0 ? owner[i] + 1 : 0;
    }
    return numbers;
  }

  List<Annotation> annotations() {
    int[] areas = areas();
    byte[][] masks = new byte[areas.length][];
    int[][] bounds = new int[areas.length][];
    for (int id = 0; id < areas.length; id++) {
      if (areas[id] > 0) {
        masks[id] = new byte[owner.length];
        bounds[id] = new int[] {width, height, 0, 0};
      }
    }
    for (int i = 0; i < owner.length; i++) {
      int id = owner[i];
      if (id != NOBODY && masks[id] != null) {
        masks[id][i] = 1;
        int[] b = bounds[id];
        b[0] = Math.min(b[0], i % width);
        b[1] = Math.min(b[1], i / width);
        b[2] = Math.max(b[2], i % width + 1);
        b[3] = Math.max(b[3], i / width + 1);
      }
    }
    List<Annotation> annotations = new ArrayList<>();
    for (int id = 0; id < masks.length; id++) {
      if (masks[id] != null) {
        int[] b = bounds[id];
        annotations.add(
            new Annotation(
                new Box(b[0], b[1], b[2], b[3]),
                labels.get(id),
                new BinaryMask(height, width, masks[id])));
      }
    }
    return annotations;
  }
}
