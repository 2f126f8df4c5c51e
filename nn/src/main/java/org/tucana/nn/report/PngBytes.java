package org.tucana.nn.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Drawings as the bytes of PNG pictures. */
public final class PngBytes {
  private PngBytes() {}

  /** The picture at its own size. */
  public static byte[] of(BufferedImage image) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("picture: cannot be encoded in memory", e);
    }
  }
}
