package org.tucana.astro.classify;

import java.util.Arrays;
import java.util.List;
import org.tucana.astro.data.ObjectCrop;
import org.tucana.astro.data.StampSet;
import org.tucana.astro.mask.AutomaticMask;
import org.tucana.nn.classifier.LabelledPicture;
import org.tucana.nn.data.Picture;
import org.tucana.nn.model.InputFormat;

/** Stamps as residual networks take them: the galaxy at the centre, cut out as a square. */
public final class StampPictures {
  /** Channels of every picture. */
  static final int CHANNELS = 3;

  /** Side of the square around a galaxy in sides of its outline: light goes on beyond that. */
  static final double MARGIN = 1.5;

  private static final String STRETCH = "display";

  /** What the pictures of ImageNet were normalised by. */
  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);

  private static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

  private StampPictures() {}

  /**
   * The format of the pictures.
   *
   * @param side rows and columns that the square is scaled to
   */
  public static InputFormat format(int side) {
    return new InputFormat(CHANNELS, side, side, STRETCH, MEAN, DEVIATION);
  }

  /**
   * The galaxies of some stamps with their classes.
   *
   * @param rows of the stamp set, all of known class
   * @param side rows and columns of each picture
   */
  public static List<LabelledPicture> of(StampSet stamps, int[] rows, int side) {
    ObjectCrop crop = new ObjectCrop(side, MARGIN);
    return Arrays.stream(rows)
        .mapToObj(row -> {
          Picture stamp = stamps.picture(row);
          return new LabelledPicture(
              crop.apply(stamp, AutomaticMask.of(stamp)),
              stamps.row(row).label().orElseThrow() - 1);
        })
        .toList();
  }
}
