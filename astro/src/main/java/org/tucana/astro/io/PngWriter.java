package org.tucana.astro.io;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tucana.core.io.WholeFile;
import org.tucana.nn.data.Picture;

/** Writes pictures as PNG files with 8 bits a sample. */
public final class PngWriter {
  private static final float WHITE = 255;

  private PngWriter() {}

  /**
   * Writes a grey or RGB picture, whole or not at all.
   *
   * @param file its place; the folder must exist
   * @param picture 1 or 3 channels, samples in [0, 1]; what lies beyond is clipped, NaN is black
   * @throws IOException where writing fails
   */
  public static void write(Path file, Picture picture) throws IOException {
    if (picture.channels() != 1 && picture.channels() != 3) {
      throw new IllegalArgumentException(
          "PNG " + file + ": expected 1 or 3 channels, got " + picture.channels());
    }
    BufferedImage image = image(picture);
    WholeFile.write(
        file,
        stream -> {
          ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
          try (ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
            writer.setOutput(output);
            writer.write(image);
          } finally {
            writer.dispose();
          }
        });
  }

  private static BufferedImage image(Picture picture) {
    int channels = picture.channels();
    int width = picture.width();
    BufferedImage image =
        new BufferedImage(
            width,
            picture.height(),
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = image.getRaster();
    int[] row = new int[channels * width];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          float clipped = Math.min(1, Math.max(0, picture.at(c, y, x)));
          row[x * channels + c] = Math.round(WHITE * clipped);
        }
      }
      raster.setPixels(0, y, width, 1, row);
    }
    return image;
  }
}
