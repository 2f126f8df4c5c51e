package org.tucana.astro.mask;

import java.util.OptionalInt;
import org.tucana.astro.mask.Components.Component;
import org.tucana.detection.structure.Annotation;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.nn.data.Picture;

/**
 * The object at the centre of a stamp, found by Otsu's threshold on its brightness in 256 levels:
 * the component that holds the centre pixel (row height/2, column width/2, rounded down), or else
 * the nearest one within a few pixels.
 *
 * @param components everything above the threshold
 * @param central number of the central component, 0 where there is none
 * @param quality what the mask is worth as truth
 */
public record AutomaticMask(Components components, int central, MaskQuality quality) {
  private static final double SMALLEST_SHARE = 0.003;
  private static final double LARGEST_SHARE = 0.6;

  /** Share of the picture's outline that a mask may cover before it counts as cut. */
  private static final double BORDER_SHARE = 0.06;

  /** Smallest share of a mask that is left after everything thinner than three pixels is gone. */
  private static final double SOLID_SHARE = 0.7;

  /** The centre may miss a component by this share of the shorter side, at least two pixels. */
  private static final double NEARBY_SHARE = 0.03;

  /** Finds the central object of a picture with samples in [0, 1]. */
  public static AutomaticMask of(Picture picture) {
    byte[] levels = Grey.levels(picture);
    BinaryMask above =
        Otsu.above(levels, picture.height(), picture.width(), Otsu.threshold(levels));
    Components components = Components.of(above);
    int central = central(components);
    return new AutomaticMask(components, central, quality(components, central));
  }

  /** The central object's pixels; empty where there is none. */
  public BinaryMask mask() {
    return central == 0
        ? BinaryMask.empty(components.height(), components.width())
        : components.mask(central);
  }

  /**
   * The central object as an annotation.
   *
   * @param label its class, or empty where that is unknown
   * @throws IllegalStateException where there is no central object
   */
  public Annotation annotation(OptionalInt label) {
    if (central == 0) {
      throw new IllegalStateException(
          "automatic mask: there is no object at the centre; look at the quality first");
    }
    return new Annotation(components.component(central).box(), label, mask());
  }

  private static int central(Components components) {
    int height = components.height();
    int width = components.width();
    if (height == 0 || width == 0) {
      return 0;
    }
    int y = height / 2;
    int x = width / 2;
    int reach = (int) Math.max(2, NEARBY_SHARE * Math.min(height, width));
    int nearest = 0;
    int nearestDistance = reach * reach + 1;
    for (int row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (int column = Math.max(0, x - reach);
          column <= Math.min(width - 1, x + reach);
          column++) {
        int distance = (row - y) * (row - y) + (column - x) * (column - x);
        if (distance < nearestDistance && components.labelAt(row, column) != 0) {
          nearest = components.labelAt(row, column);
          nearestDistance = distance;
        }
      }
    }
    return nearest;
  }

  private static MaskQuality quality(Components components, int central) {
    if (central == 0) {
      return MaskQuality.NO_OBJECT;
    }
    Component object = components.component(central);
    double share = (double) object.area() / components.labels().length;
    if (share < SMALLEST_SHARE) {
      return MaskQuality.TOO_SMALL;
    }
    if (share > LARGEST_SHARE) {
      return MaskQuality.TOO_LARGE;
    }
    double outline = 2.0 * (components.height() + components.width());
    if (borderPixels(components, central) > BORDER_SHARE * outline) {
      return MaskQuality.CUT_BY_BORDER;
    }
    return Opening.of(components.mask(central)).area() < SOLID_SHARE * object.area()
        ? MaskQuality.RAGGED
        : MaskQuality.GOOD;
  }

  private static int borderPixels(Components components, int label) {
    int height = components.height();
    int width = components.width();
    int n = 0;
    for (int x = 0; x < width; x++) {
      n += components.labelAt(0, x) == label ? 1 : 0;
      n += components.labelAt(height - 1, x) == label ? 1 : 0;
    }
    for (int y = 0; y < height; y++) {
      n += components.labelAt(y, 0) == label ? 1 : 0;
      n += components.labelAt(y, width - 1) == label ? 1 : 0;
    }
    return n;
  }
}
