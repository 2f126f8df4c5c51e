package org.tucana.detection.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;
import org.tucana.nn.report.Fonts;
import org.tucana.nn.report.PictureImage;
import org.tucana.nn.report.PngBytes;

/** A picture that outlines and words are drawn on. */
public final class AnnotatedPicture {
  private final BufferedImage image;
  private final int scale;
  private final int points;
  private final List<Rectangle> labels = new ArrayList<>();

  /**
   * The bare picture.
   *
   * @param picture samples in [0, 1], shown as {@link PictureImage} shows them
   * @param scale how many pixels show one of the picture's, each way
   * @param points height of words, pixels
   */
  public AnnotatedPicture(Picture picture, int scale, int points) {
    this.scale = scale;
    this.points = points;
    this.image =
        new BufferedImage(
            Math.multiplyExact(picture.width(), scale),
            Math.multiplyExact(picture.height(), scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(PictureImage.of(picture), 0, 0, image.getWidth(), image.getHeight(), null);
    graphics.dispose();
  }

  /**
   * Draws the outline of a mask, inside of its edge.
   *
   * @param thickness in pixels of the drawing, up to the scale
   */
  public void outline(RunLength mask, Color colour, int thickness) {
    Box bounds = mask.bounds();
    int top = (int) bounds.y1();
    int left = (int) bounds.x1();
    int width = (int) bounds.width();
    byte[] inside = new byte[width * (int) bounds.height()];
    mask.forEachPixel((y, x) -> inside[(y - top) * width + x - left] = 1);
    BinaryMask window = new BinaryMask((int) bounds.height(), width, inside);
    Graphics2D graphics = graphics(colour);
    mask.forEachPixel((y, x) -> edges(graphics, window, y, x, top, left, thickness));
    graphics.dispose();
  }

  /** Paints those sides of a pixel that touch the outside. */
  private void edges(
      Graphics2D graphics, BinaryMask mask, int y, int x, int top, int left, int thickness) {
    int row = y - top;
    int column = x - left;
    int farY = (y + 1) * scale - thickness;
    int farX = (x + 1) * scale - thickness;
    if (row == 0 || !mask.at(row - 1, column)) {
      graphics.fillRect(x * scale, y * scale, scale, thickness);
    }
    if (row == mask.height() - 1 || !mask.at(row + 1, column)) {
      graphics.fillRect(x * scale, farY, scale, thickness);
    }
    if (column == 0 || !mask.at(row, column - 1)) {
      graphics.fillRect(x * scale, y * scale, thickness, scale);
    }
    if (column == mask.width() - 1 || !mask.at(row, column + 1)) {
      graphics.fillRect(farX, y * scale, thickness, scale);
    }
  }

  /** Draws a box, inside of its edge. */
  public void outline(Box box, Color colour, int thickness) {
    Graphics2D graphics = graphics(colour);
    int left = Math.round(box.x1() * scale);
    int top = Math.round(box.y1() * scale);
    int right = Math.round(box.x2() * scale) - 1;
    int bottom = Math.round(box.y2() * scale) - 1;
    for (int inset = 0; inset < thickness; inset++) {
      graphics.drawRect(
          left + inset, top + inset, right - left - 2 * inset, bottom - top - 2 * inset);
    }
    graphics.dispose();
  }

  /**
   * Writes words above a box, or below it; left out where other words stand in both places, and
   * where words cannot be drawn ({@link Fonts}).
   */
  public void label(String words, Box box, Color colour) {
    if (Fonts.lack().isPresent()) {
      return;
    }
    Graphics2D graphics = graphics(Color.BLACK);
    int width = graphics.getFontMetrics().stringWidth(words);
    int x = Math.max(0, Math.min((int) (box.x1() * scale), image.getWidth() - width));
    int above = Math.max(points, (int) (box.y1() * scale) - 2);
    int below = Math.min(image.getHeight() - 2, (int) (box.y2() * scale) + points);
    IntStream.of(above, below)
        .mapToObj(y -> new Rectangle(x, y - points, width, points + 2))
        .filter(place -> labels.stream().noneMatch(place::intersects))
        .findFirst()
        .ifPresent(place -> {
          labels.add(place);
          int y = place.y + points;
          graphics.drawString(words, x + 1, y + 1);
          graphics.setColor(colour);
          graphics.drawString(words, x, y);
        });
    graphics.dispose();
  }

  private Graphics2D graphics(Color colour) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, points));
    graphics.setColor(colour);
    return graphics;
  }

  /** What was drawn, as a PNG. */
  public byte[] png() {
    return PngBytes.of(image);
  }
}
