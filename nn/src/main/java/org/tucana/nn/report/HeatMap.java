package org.tucana.nn.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Numbers of a grid as colours.
 *
 * <p>The array is held, not copied.
 *
 * @param values {@code rows * columns} numbers, row by row
 * @param rows cells along y
 * @param columns cells along x
 * @param low the number of the first colour
 * @param high the number of the last colour
 * @param colours which colours
 */
public record HeatMap(
    float[] values, int rows, int columns, double low, double high, ColourMap colours) {
  private static final int BAR_WIDTH = 14;
  private static final int BAR_SPACE = 10;
  private static final int LABEL_WIDTH = 56;
  private static final int LABEL_POINTS = 13;

  public HeatMap {
    if (values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "heat map: %dx%d cells need as many values, got %d"
              .formatted(rows, columns, values.length));
    }
  }

  /** Colours from the least to the largest number. */
  public static HeatMap spanning(float[] values, int rows, int columns) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : values) {
      low = Math.min(low, Float.isNaN(v) ? low : v);
      high = Math.max(high, Float.isNaN(v) ? high : v);
    }
    return new HeatMap(values, rows, columns, low, high, ColourMap.SEQUENTIAL);
  }

  /** Colours on both sides of zero, which is white; both ends are equally far from it. */
  public static HeatMap aroundZero(float[] values, int rows, int columns) {
    double most = 0;
    for (float v : values) {
      most = Math.max(most, Float.isNaN(v) ? 0 : Math.abs(v));
    }
    return new HeatMap(values, rows, columns, -most, most, ColourMap.DIVERGING);
  }

  /** The colour of one cell as {@code 0xRRGGBB}. */
  private int rgb(int cell) {
    return colours.rgb(high > low ? (values[cell] - low) / (high - low) : 0.5);
  }

  /**
   * The colours alone.
   *
   * @param side pixels along each side of a cell
   */
  public BufferedImage image(int side) {
    BufferedImage image =
        new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, rgb(y / side * columns + x / side));
      }
    }
    return image;
  }

  /**
   * The colours, and what number each of them is.
   *
   * @throws org.tucana.core.type.TucanaException where words cannot be drawn
   */
  public BufferedImage imageWithBar(int side) {
    return withBar(image(side));
  }

  /**
   * A drawing with these colours and their numbers at its right.
   *
   * @throws org.tucana.core.type.TucanaException where words cannot be drawn
   */
  public BufferedImage withBar(BufferedImage drawing) {
    Fonts.require("heat map");
    int height = drawing.getHeight();
    BufferedImage image =
        new BufferedImage(
            drawing.getWidth() + BAR_SPACE + BAR_WIDTH + LABEL_WIDTH,
            height,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), height);
    graphics.drawImage(drawing, 0, 0, null);
    int left = drawing.getWidth() + BAR_SPACE;
    for (int y = 0; y < height; y++) {
      graphics.setColor(new Color(colours.rgb(1 - (y + 0.5) / height)));
      graphics.fillRect(left, y, BAR_WIDTH, 1);
    }
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_POINTS));
    int text = left + BAR_WIDTH + BAR_SPACE / 2;
    graphics.drawString(label(high), text, LABEL_POINTS);
    graphics.drawString(label((low + high) / 2), text, (height + LABEL_POINTS) / 2);
    graphics.drawString(label(low), text, height - 2);
    graphics.dispose();
    return image;
  }

  private static String label(double number) {
    return String.format(Locale.ROOT, "%.3g", number);
  }
}
