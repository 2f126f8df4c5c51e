package org.tucana.app;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tucana.detection.detector.Detection;
import org.tucana.detection.structure.BinaryMask;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.RunLength;
import org.tucana.nn.data.Picture;

/** A picture with the outline, class and score of each detection drawn on it. */
final class Overlay {
  /** Distinct to eyes that see red and green alike; one a class, repeated if there are more. */
  private static final List<Color> COLOURS =
      List.of(new Color(0xE69F00), new Color(0x56B4E9), new Color(0x2BD47D), new Color(0xF26FC0));

  private static final int LABEL_POINTS = 10;

  private Overlay() {}

  /** A picture of three channels. */
  static Picture of(Picture picture, List<Detection> found) {
    BufferedImage image = image(picture);
    for (Detection d : found) {
      outline(image, d.mask(), colour(d));
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_POINTS));
    List<Rectangle> taken = new ArrayList<>();
    for (Detection d : found) {
      label(graphics, d, picture.width(), taken);
    }
    graphics.dispose();
    return picture(image);
  }

  private static Color colour(Detection detection) {
    return COLOURS.get(Math.floorMod(detection.label() - 1, COLOURS.size()));
  }

  /** Paints the pixels inside of a mask that touch its outside. */
  private static void outline(BufferedImage image, RunLength mask, Color colour) {
    Box bounds = mask.bounds();
    int top = (int) bounds.y1();
    int left = (int) bounds.x1();
    int width = (int) bounds.width();
    byte[] inside = new byte[width * (int) bounds.height()];
    mask.forEachPixel((y, x) -> inside[(y - top) * width + x - left] = 1);
    BinaryMask window = new BinaryMask((int) bounds.height(), width, inside);
    mask.forEachPixel((y, x) -> {
      if (touchesOutside(window, y - top, x - left)) {
        image.setRGB(x, y, colour.getRGB());
      }
    });
  }

  private static boolean touchesOutside(BinaryMask mask, int y, int x) {
    return y == 0
        || x == 0
        || y == mask.height() - 1
        || x == mask.width() - 1
        || !mask.at(y - 1, x)
        || !mask.at(y + 1, x)
        || !mask.at(y, x - 1)
        || !mask.at(y, x + 1);
  }

  /** Class and score above the box; left out where a surer object's label stands. */
  private static void label(
      Graphics2D graphics, Detection detection, int width, List<Rectangle> taken) {
    String text = String.format(Locale.ROOT, "%s %.2f", detection.className(), detection.score());
    int textWidth = graphics.getFontMetrics().stringWidth(text);
    int x = Math.max(0, Math.min((int) detection.box().x1(), width - textWidth));
    int y = Math.max(LABEL_POINTS, (int) detection.box().y1() - 2);
    Rectangle place = new Rectangle(x, y - LABEL_POINTS, textWidth, LABEL_POINTS + 2);
    if (taken.stream().anyMatch(place::intersects)) {
      return;
    }
    taken.add(place);
    graphics.setColor(Color.BLACK);
    graphics.drawString(text, x + 1, y + 1);
    graphics.setColor(colour(detection));
    graphics.drawString(text, x, y);
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          float sample = picture.at(Math.min(c, picture.channels() - 1), y, x);
          rgb = rgb << 8 | Math.round(255 * Math.min(1, Math.max(0, sample)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static Picture picture(BufferedImage image) {
    int area = image.getHeight() * image.getWidth();
    float[] samples = new float[3 * area];
    for (int i = 0; i < area; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      for (int c = 0; c < 3; c++) {
        samples[c * area + i] = (rgb >> (16 - 8 * c) & 0xFF) / 255f;
      }
    }
    return new Picture(3, image.getHeight(), image.getWidth(), samples);
  }
}
