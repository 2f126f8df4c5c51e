package org.tucana.app;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.tucana.core.io.WholeFile;
import org.tucana.detection.detector.Detection;
import org.tucana.nn.data.Picture;
import org.tucana.nn.report.Fonts;
import org.tucana.nn.report.PngBytes;

/** What several detectors found in one picture, side by side under captions. */
final class SideBySide {
  private static final int GAP = 8;
  private static final int CAPTION = 28;
  private static final int POINTS = 16;

  private SideBySide() {}

  /** What one detector found. */
  record Panel(String caption, List<Detection> found) {}

  /** Writes a PNG, whole or not at all; without captions where words cannot be drawn. */
  static void write(Path file, Picture picture, List<Panel> panels) throws IOException {
    int step = picture.width() + GAP;
    BufferedImage image =
        new BufferedImage(
            panels.size() * step - GAP, CAPTION + picture.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < panels.size(); i++) {
      byte[] overlay = Overlay.png(picture, panels.get(i).found());
      graphics.drawImage(ImageIO.read(new ByteArrayInputStream(overlay)), i * step, CAPTION, null);
    }
    if (Fonts.lack().isEmpty()) {
      graphics.setColor(Color.BLACK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, POINTS));
      for (int i = 0; i < panels.size(); i++) {
        graphics.drawString(panels.get(i).caption(), i * step + GAP, CAPTION - GAP);
      }
    }
    graphics.dispose();
    byte[] png = PngBytes.of(image);
    WholeFile.write(file, stream -> stream.write(png));
  }
}
