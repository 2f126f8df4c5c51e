package org.tucana.nn.report;

import java.awt.image.BufferedImage;
import java.util.Arrays;
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
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      Arrays.fill(row, 0);
      for (int c = 0; c < CHANNELS; c++) {
        int channel = picture.channels() < CHANNELS ? 0 : c;
        int from = (channel * picture.height() + y) * picture.width();
        for (int x = 0; x < row.length; x++) {
          float sample = picture.pixels()[from + x];
          row[x] = row[x] << 8 | Math.round(WHITE * Math.min(1, Math.max(0, sample)));
        }
      }
      // The image's own integers: setRGB would go through its colour model pixel by pixel.
      image.getRaster().setDataElements(0, y, row.length, 1, row);
    }
    return image;
  }
}
