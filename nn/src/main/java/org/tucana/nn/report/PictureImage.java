package org.tucana.nn.report;

import java.awt.image.BufferedImage;
import org.tucana.nn.data.Picture;

/** Pictures as images to draw on. */
public final class PictureImage {
  private static final int CHANNELS = 3;
  private static final float WHITE = 255;

  private PictureImage() {}

  /** The first three channels as red, green and blue; fewer are grey; clipped to [0, 1]. */
  public static BufferedImage of(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int rgb = 0;
        for (int c = 0; c < CHANNELS; c++) {
          int channel = picture.channels() < CHANNELS ? 0 : c;
          float sample = picture.at(channel, y, x);
          rgb = rgb << 8 | Math.round(WHITE * Math.min(1, Math.max(0, sample)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }
}
