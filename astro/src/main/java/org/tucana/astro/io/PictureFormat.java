package org.tucana.astro.io;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tucana.core.io.WholeFile;
import org.tucana.nn.data.Picture;

/** Files of display pictures, 8 bits a sample. */
public enum PictureFormat {
  /** Samples as they are. */
  PNG(".png"),
  /** Lossy, of {@value #JPEG_QUALITY} on the platform's scale from 0 to 1. */
  JPEG(".jpg");

  private static final float WHITE = 255;
  private static final float JPEG_QUALITY = 0.95f;

  private final String extension;

  PictureFormat(String extension) {
    this.extension = extension;
  }

  /** The end of a file's name, with its dot. */
  public String extension() {
    return extension;
  }

  /**
   * Writes a grey or RGB picture, whole or not at all.
   *
   * @param file its place; the folder must exist
   * @param picture 1 or 3 channels, samples in [0, 1]; what lies beyond is clipped, NaN is black
   * @throws IOException where writing fails
   */
  public void write(Path file, Picture picture) throws IOException {
    if (picture.channels() != 1 && picture.channels() != 3) {
      throw new IllegalArgumentException(
          this + " " + file + ": expected 1 or 3 channels, got " + picture.channels());
    }
    BufferedImage image = image(picture);
    WholeFile.write(
        file,
        stream -> {
          ImageWriter writer =
              ImageIO.getImageWritersByFormatName(name().toLowerCase(Locale.ROOT)).next();
          try (ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters(writer));
          } finally {
            writer.dispose();
          }
        });
  }

  private ImageWriteParam parameters(ImageWriter writer) {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (this == JPEG) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
    }
    return parameters;
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
