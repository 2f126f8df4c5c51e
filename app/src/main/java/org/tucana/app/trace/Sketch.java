package org.tucana.app.trace;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.tucana.detection.structure.Box;
import org.tucana.detection.structure.Outline;
import org.tucana.detection.structure.Polygon;

/**
 * An enlarged picture, or a window of it, with lines and words on it. Coordinates are those of the
 * picture, pixel i covers [i, i + 1); widths of lines and sizes of words are those of the drawing.
 */
final class Sketch {
  /** Pixels along the longer side of a drawing, about. */
  static final int SIDE = 512;

  private static final int TEXT_POINTS = 14;
  private static final int PADDING = 4;
  private static final float[] DASHES = {6, 4};
  private static final double ARROW_HEAD = 7;

  private final BufferedImage image;
  private final Graphics2D graphics;
  private final Box window;
  private final double scale;

  private Sketch(BufferedImage source, Box window, int side) {
    this.window = window;
    scale = Math.max(1, side / Math.max(window.width(), window.height()));
    image =
        new BufferedImage(
            Math.max(1, (int) Math.round(window.width() * scale)),
            Math.max(1, (int) Math.round(window.height() * scale)),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, TEXT_POINTS));
    layer(source, 1, 1, 1);
  }

  /** A whole picture, enlarged if it is small. */
  static Sketch of(BufferedImage source) {
    return new Sketch(source, new Box(0, 0, source.getWidth(), source.getHeight()), SIDE);
  }

  /**
   * A box of a picture and what lies around it.
   *
   * @param box of which the part within the picture is drawn
   * @param margin pixels of the picture on each side of it
   * @param side pixels along the longer side of the drawing
   */
  static Sketch near(BufferedImage source, Box box, double margin, int side) {
    float x1 = Math.clamp((float) Math.floor(box.x1() - margin), 0, source.getWidth() - 1);
    float y1 = Math.clamp((float) Math.floor(box.y1() - margin), 0, source.getHeight() - 1);
    float x2 = Math.clamp((float) Math.ceil(box.x2() + margin), x1 + 1, source.getWidth());
    float y2 = Math.clamp((float) Math.ceil(box.y2() + margin), y1 + 1, source.getHeight());
    return new Sketch(source, new Box(x1, y1, x2, y2), side);
  }

  private double x(double x) {
    return (x - window.x1()) * scale;
  }

  private double y(double y) {
    return (y - window.y1()) * scale;
  }

  /** Pixels of the drawing to one of the picture. */
  double scale() {
    return scale;
  }

  /**
   * Lays another image over the picture.
   *
   * @param unitX pixels of the picture that each of its columns covers
   * @param unitY pixels of the picture that each of its rows covers
   * @param opacity 0 to 1
   */
  Sketch layer(BufferedImage other, double unitX, double unitY, double opacity) {
    Composite before = graphics.getComposite();
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
    AffineTransform place = AffineTransform.getTranslateInstance(x(0), y(0));
    place.scale(unitX * scale, unitY * scale);
    graphics.drawImage(other, place, null);
    graphics.setComposite(before);
    return this;
  }

  Sketch box(Box box, Color colour, double width) {
    return box(box, colour, new BasicStroke((float) width));
  }

  Sketch dashedBox(Box box, Color colour, double width) {
    return box(
        box,
        colour,
        new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, DASHES, 0));
  }

  private Sketch box(Box box, Color colour, BasicStroke stroke) {
    graphics.setColor(colour);
    graphics.setStroke(stroke);
    graphics.draw(
        new Rectangle2D.Double(
            x(box.x1()), y(box.y1()), box.width() * scale, box.height() * scale));
    return this;
  }

  Sketch line(double x1, double y1, double x2, double y2, Color colour, double width) {
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke((float) width));
    graphics.draw(new Line2D.Double(x(x1), y(y1), x(x2), y(y2)));
    return this;
  }

  /** A line with a head at its end; nothing but a dot where both ends are one. */
  Sketch arrow(double x1, double y1, double x2, double y2, Color colour) {
    double length = Math.hypot(x2 - x1, y2 - y1) * scale;
    if (length < 1) {
      return dot(x2, y2, colour, 2);
    }
    line(x1, y1, x2, y2, colour, 2);
    double angle = Math.atan2(y2 - y1, x2 - x1);
    double head = Math.min(ARROW_HEAD, length);
    Path2D tip = new Path2D.Double();
    tip.moveTo(x(x2), y(y2));
    for (double turn : new double[] {2.6, -2.6}) {
      tip.lineTo(x(x2) + head * Math.cos(angle + turn), y(y2) + head * Math.sin(angle + turn));
    }
    tip.closePath();
    graphics.fill(tip);
    return this;
  }

  /** A disc; its radius is in pixels of the drawing. */
  Sketch dot(double x, double y, Color colour, double radius) {
    graphics.setColor(colour);
    graphics.fill(new Ellipse2D.Double(x(x) - radius, y(y) - radius, 2 * radius, 2 * radius));
    return this;
  }

  Sketch outline(Outline outline, Color colour, double width) {
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke((float) width));
    draw(outline.outer());
    outline.holes().forEach(this::draw);
    return this;
  }

  private void draw(Polygon polygon) {
    Path2D path = new Path2D.Double();
    path.moveTo(x(polygon.x(0)), y(polygon.y(0)));
    for (int i = 1; i < polygon.size(); i++) {
      path.lineTo(x(polygon.x(i)), y(polygon.y(i)));
    }
    path.closePath();
    graphics.draw(path);
  }

  /** Words on a dark ground, above a point and kept within the drawing. */
  Sketch label(double x, double y, String words, Color colour) {
    FontMetrics metrics = graphics.getFontMetrics();
    int width = metrics.stringWidth(words) + 2 * PADDING;
    int height = metrics.getHeight();
    int left = Math.max(0, Math.min((int) x(x), image.getWidth() - width));
    int top = Math.max(0, Math.min((int) y(y) - height - 2, image.getHeight() - height));
    graphics.setColor(new Color(0, 0, 0, 170));
    graphics.fillRect(left, top, width, height);
    graphics.setColor(colour);
    graphics.drawString(words, left + PADDING, top + metrics.getAscent());
    return this;
  }

  /** What the palette's colours mean, along the upper edge. */
  Sketch legend(List<String> names) {
    double left = 0;
    for (int i = 0; i < names.size(); i++) {
      label(window.x1() + left / scale, window.y1(), names.get(i), Palette.of(i));
      left += graphics.getFontMetrics().stringWidth(names.get(i)) + 2 * PADDING;
    }
    return this;
  }

  BufferedImage image() {
    graphics.dispose();
    return image;
  }
}
