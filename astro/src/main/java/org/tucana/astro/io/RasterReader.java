package org.tucana.astro.io;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.tucana.nn.data.Picture;

/** Decodes JPEG and PNG files whose structure was checked. */
final class RasterReader {
  private static final String REMEDY = "; get it anew, or save it again";

  private RasterReader() {}

  /**
   * Reads a whole picture.
   *
   * @return grey or RGB samples in [0, 1]: the stored number over the largest one that its bits
   *     allow; alpha is dropped
   */
  static Picture read(SourceFile file, FileKind kind) {
    byte[] bytes = file.bytes();
    RasterHeader header =
        kind == FileKind.JPEG ? JpegStructure.check(file, bytes) : PngStructure.check(file, bytes);
    BufferedImage image = decode(file, kind, bytes);
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      throw file.fault("its size differs from what its header says, it is damaged" + REMEDY);
    }
    return image.getColorModel() instanceof IndexColorModel palette
        ? fromPalette(image.getRaster(), palette, header)
        : fromSamples(file, image.getRaster(), header);
  }

  private static BufferedImage decode(SourceFile file, FileKind kind, byte[] bytes) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.title()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(
            kind == FileKind.PNG
                ? PngStructure.pixelChunks(bytes)
                : new ByteArrayInputStream(bytes))) {
      reader.setInput(stream, true, true);
      BufferedImage image = reader.read(0);
      for (String warning : warnings) {
        // A decoder only warns of pixels that it had to make up; other warnings are harmless.
        if (kind == FileKind.PNG || warning.contains("Corrupt") || warning.contains("Premature")) {
          throw file.fault("is damaged: " + warning + REMEDY);
        }
      }
      return image;
    } catch (IOException e) {
      throw file.fault("cannot be decoded: " + e.getMessage() + REMEDY, e);
    } catch (IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | ClassCastException
        | NullPointerException e) {
      // The platform's decoders throw these on contents that they do not expect.
      throw file.fault("cannot be decoded, it is damaged" + REMEDY, e);
    } finally {
      reader.dispose();
    }
  }

  /** Samples as stored: a colour conversion would bend the scale of grey pictures. */
  private static Picture fromSamples(SourceFile file, Raster raster, RasterHeader header) {
    int bands = raster.getNumBands();
    if (bands < header.channels()) {
      throw file.fault("was decoded to " + bands + " channels, its header says more" + REMEDY);
    }
    int width = header.width();
    int size = width * header.height();
    float scale = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    float[] pixels = new float[header.channels() * size];
    int[] row = new int[bands * width];
    for (int y = 0; y < header.height(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int c = 0; c < header.channels(); c++) {
        for (int x = 0; x < width; x++) {
          pixels[c * size + y * width + x] = row[x * bands + c] / scale;
        }
      }
    }
    return new Picture(header.channels(), header.height(), width, pixels);
  }

  private static Picture fromPalette(Raster raster, IndexColorModel palette, RasterHeader header) {
    int width = header.width();
    int size = width * header.height();
    float[] pixels = new float[header.channels() * size];
    int[] row = new int[width];
    for (int y = 0; y < header.height(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int rgb = palette.getRGB(row[x]);
        for (int c = 0; c < header.channels(); c++) {
          pixels[c * size + y * width + x] = (rgb >> (16 - 8 * c) & 0xFF) / 255f;
        }
      }
    }
    return new Picture(header.channels(), header.height(), width, pixels);
  }
}
