package org.tucana.astro.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/** The objects of a field, from a map that numbers them or from the light of each alone. */
public final class ObjectMasks {
  /** Share of its brightest pixel from which on a pixel belongs to an object. */
  private static final double FAINTEST_SHARE = 0.08;

  /** Deviation and reach, in pixels, of the weights by which neighbours vote. */
  private static final double VOTE_DEVIATION = 2;

  private static final int VOTE_REACH = 4;

  private ObjectMasks() {}

  /**
   * The objects of a map: pixels of one number are one object, 0 is none. Where there is one number
   * alone, each connected part is an object.
   *
   * @param map one channel of integers from 0 on
   * @throws IllegalArgumentException where a pixel is no such integer
   */
  public static List<RunLength> ofMap(Picture map) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (float value : map.pixels()) {
      if (!(value >= 0 && value < 1 << 24 && value == (int) value)) {
        throw new IllegalArgumentException(
            "a map of objects holds integers from 0 on, got " + value);
      }
      numbers.add((int) value);
    }
    numbers.remove(0);
    if (numbers.size() == 1) {
      Components parts = Components.of(equal(map, numbers.first()));
      List<RunLength> objects = new ArrayList<>();
      for (int part = 1; part <= parts.count(); part++) {
        objects.add(RunLength.of(parts.mask(part)));
      }
      return objects;
    }
    return numbers.stream().map(number -> RunLength.of(equal(map, number))).toList();
  }

  private static BinaryMask equal(Picture map, int number) {
    byte[] pixels = new byte[map.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (map.pixels()[i] == number ? 1 : 0);
    }
    return new BinaryMask(map.height(), map.width(), pixels);
  }

  /**
   * The object whose light alone a channel shows: pixels above 8 % of its brightest one, smoothed
   * by a vote of the 9x9 pixels around, which weigh as a Gaussian of 2 pixels. The rule is that of
   * Burke et al., "Deblending and classifying astronomical sources with Mask R-CNN deep learning",
   * 2019, for galaxies. A mask of zeros and ones keeps its shape but for single pixels and corners.
   *
   * @param light counts, without sky
   * @param channel which channel
   */
  public static RunLength ofLight(Picture light, int channel) {
    int size = light.height() * light.width();
    double brightest = 0;
    for (int i = channel * size; i < (channel + 1) * size; i++) {
      brightest = Math.max(brightest, light.pixels()[i]);
    }
    byte[] bright = new byte[size];
    for (int i = 0; i < size; i++) {
      bright[i] = (byte) (light.pixels()[channel * size + i] > FAINTEST_SHARE * brightest ? 1 : 0);
    }
    return RunLength.of(voted(new BinaryMask(light.height(), light.width(), bright)));
  }

  private static BinaryMask voted(BinaryMask mask) {
    double[] weights = new double[2 * VOTE_REACH + 1];
    for (int i = 0; i < weights.length; i++) {
      double distance = (i - VOTE_REACH) / VOTE_DEVIATION;
      weights[i] = StrictMath.exp(-distance * distance / 2);
    }
    BinaryMask voted = BinaryMask.empty(mask.height(), mask.width());
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        voted.pixels()[y * mask.width() + x] = (byte) (isVotedIn(mask, y, x, weights) ? 1 : 0);
      }
    }
    return voted;
  }

  /** Beyond the border nobody votes. */
  private static boolean isVotedIn(BinaryMask mask, int y, int x, double[] weights) {
    double votes = 0;
    double all = 0;
    for (int i = 0; i < weights.length; i++) {
      int row = y + i - VOTE_REACH;
      for (int j = 0; j < weights.length && row >= 0 && row < mask.height(); j++) {
        int column = x + j - VOTE_REACH;
        if (column >= 0 && column < mask.width()) {
          all += weights[i] * weights[j];
          votes += mask.at(row, column) ? weights[i] * weights[j] : 0;
        }
      }
    }
    return votes >= all / 2;
  }
}
