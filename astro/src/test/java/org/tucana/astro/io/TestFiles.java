package org.tucana.astro.io;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Small files of each kind, made in memory. */
final class TestFiles {
  private static final int BLOCK = 2880;

  private TestFiles() {}

  /** Samples that differ from pixel to pixel and channel to channel. */
  static int sample(int c, int y, int x) {
    return (37 * c + 11 * y + 5 * x) % 256;
  }

  static byte[] image(String format, int type, int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < image.getRaster().getNumBands(); c++) {
          image.getRaster().setSample(x, y, c, sample(c, y, x));
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("no writer for " + format);
    }
    return bytes.toByteArray();
  }

  /** A FITS file of one unit with the given cards after SIMPLE and before END. */
  static byte[] fits(ByteBuffer data, String... cards) {
    return unit("SIMPLE  =                    T", data, cards);
  }

  /** A further image for the end of such a file. */
  static byte[] extension(ByteBuffer data, String... cards) {
    return unit("XTENSION= 'IMAGE   '", data, cards);
  }

  private static byte[] unit(String first, ByteBuffer data, String... cards) {
    StringBuilder header = new StringBuilder(card(first));
    for (String card : cards) {
      header.append(card(card));
    }
    header.append(card("END"));
    header.append(" ".repeat((BLOCK - header.length() % BLOCK) % BLOCK));
    byte[] text = header.toString().getBytes(StandardCharsets.US_ASCII);
    int padded = (data.capacity() + BLOCK - 1) / BLOCK * BLOCK;
    return ByteBuffer.allocate(text.length + padded)
        .put(text)
        .put(data.duplicate().clear())
        .array();
  }

  static String[] cards(int bitpix, int... axes) {
    String[] cards = new String[2 + axes.length];
    cards[0] = "BITPIX  = " + bitpix;
    cards[1] = "NAXIS   = " + axes.length;
    for (int i = 0; i < axes.length; i++) {
      cards[2 + i] = String.format("NAXIS%-3d= %d", i + 1, axes[i]);
    }
    return cards;
  }

  private static String card(String text) {
    return String.format("%-80s", text);
  }
}
