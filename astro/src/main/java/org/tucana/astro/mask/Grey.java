package org.tucana.astro.mask;

import java.util.Arrays;
import org.tucana.nn.data.Picture;

/** Brightness of pictures of any number of channels. */
public final class Grey {
  private static final double RED = 0.2125;
  private static final double GREEN = 0.7154;
  private static final double BLUE = 0.0721;
  private static final float WHITE = 255;

  private Grey() {}

  /**
   * One brightness per pixel, row by row: the luminance 0.2125 R + 0.7154 G + 0.0721 B of three
   * channels (the weights of scikit-image's {@code rgb2gray}), the mean of any other number.
   */
  public static float[] of(Picture picture) {
    int size = picture.height() * picture.width();
    float[] pixels = picture.pixels();
    if (picture.channels() == 1) {
      return Arrays.copyOf(pixels, size);
    }
    float[] grey = new float[size];
    for (int i = 0; i < size; i++) {
      if (picture.channels() == 3) {
        grey[i] =
            (float) (RED * pixels[i] + GREEN * pixels[size + i] + BLUE * pixels[2 * size + i]);
      } else {
        double sum = 0;
        for (int c = 0; c < picture.channels(); c++) {
          sum += pixels[c * size + i];
        }
        grey[i] = (float) (sum / picture.channels());
      }
    }
    return grey;
  }

  /**
   * The same in 256 levels, as display pictures have them: 0 for black to 255 for white. Samples
   * beyond [0, 1] are clipped; one that is no number is black.
   */
  public static byte[] levels(Picture picture) {
    float[] grey = of(picture);
    byte[] levels = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      levels[i] = (byte) Math.round(WHITE * Math.min(1, Math.max(0, grey[i])));
    }
    return levels;
  }
}
