package org.tucana.nn.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Several channels side by side, each in the full range of colours: one common range would leave
 * all but the strongest dark.
 */
public final class ChannelMosaic {
  private static final int SPACE = 3;

  private ChannelMosaic() {}

  /**
   * The drawing, row after row.
   *
   * @param channels which channels, in the order they are drawn
   * @param across how many stand in a row
   * @param width pixels across that the drawing takes, about: cells are whole pixels wide
   */
  public static BufferedImage of(FeatureMaps maps, int[] channels, int across, int width) {
    double own = (double) (width + SPACE) / across - SPACE;
    int side = Math.max(1, (int) Math.round(own / maps.columns()));
    int stepX = side * maps.columns() + SPACE;
    int stepY = side * maps.rows() + SPACE;
    BufferedImage image =
        new BufferedImage(
            Math.min(across, channels.length) * stepX - SPACE,
            Math.ceilDiv(channels.length, across) * stepY - SPACE,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < channels.length; i++) {
      BufferedImage one =
          HeatMap.spanning(maps.channel(channels[i]), maps.rows(), maps.columns()).image(side);
      graphics.drawImage(one, i % across * stepX, i / across * stepY, null);
    }
    graphics.dispose();
    return image;
  }
}
