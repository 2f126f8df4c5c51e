package org.tucana.astro.scene;

import java.util.Arrays;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.nn.data.Picture;

/** The brightness of the sky that a stamp shows around its galaxy. */
final class StampSky {
  private StampSky() {}

  /** The median of a channel outside a mask; 0 where the mask covers everything. */
  static float of(Picture picture, int channel, BinaryMask mask) {
    float[] outside = new float[picture.height() * picture.width()];
    int n = 0;
    for (int i = 0; i < outside.length; i++) {
      if (mask.pixels()[i] == 0) {
        outside[n++] = picture.pixels()[channel * outside.length + i];
      }
    }
    Arrays.sort(outside, 0, n);
    return n == 0 ? 0 : outside[n / 2];
  }
}
