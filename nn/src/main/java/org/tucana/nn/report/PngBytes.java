package org.tucana.nn.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Drawings as the bytes of PNG pictures. */
public final class PngBytes {
  private PngBytes() {}

  /** The drawing, pixel by pixel. */
  public static byte[] of(BufferedImage drawing) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(drawing, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("png: a drawing cannot be encoded in memory", e);
    }
  }
}
