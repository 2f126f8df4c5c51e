package org.tucana.astro.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.tucana.nn.data.Picture;

/** Reads images whose place in the file was checked. */
final class FitsReader {
  private FitsReader() {}

  /**
   * Reads an image.
   *
   * @param packed whether the whole file is packed by gzip
   * @return planes as channels, the file's first row first; physical values BZERO + BSCALE * stored
   *     in float32, NaN where an integer equals BLANK
   */
  static LoadedPicture read(SourceFile file, boolean packed, PictureAddress address) {
    try (FitsSource source = packed ? GzipSource.open(file) : FileSource.open(file.path())) {
      if (packed && FileKind.of(start(source)) != FileKind.FITS) {
        throw file.fault("is a gzip file that holds no FITS image; unpack it, or name another");
      }
      FitsImage image = FitsStructure.find(file, source, address.unit());
      ImageShape shape = image.shape();
      int[] planes = planes(file, shape, address.planes());
      file.checkSize(shape.width(), shape.height(), planes.length);
      float[] pixels = image.read(source, planes);
      if (!hasNumber(pixels)) {
        throw file.fault("every pixel is NaN or infinite; name a picture with data in it");
      }
      return new LoadedPicture(
          new Picture(planes.length, shape.height(), shape.width(), pixels), false, image.header());
    } catch (ZipException | EOFException e) {
      throw file.fault("is damaged or cut off (" + e.getMessage() + "); get it anew", e);
    } catch (IOException e) {
      throw file.fault("cannot be read (" + e.getMessage() + "); check the disk", e);
    }
  }

  private static byte[] start(FitsSource source) throws IOException {
    byte[] start = new byte[(int) source.available(0, FileKind.SIGNATURE_BYTES)];
    source.read(ByteBuffer.wrap(start), 0);
    return start;
  }

  private static int[] planes(SourceFile file, ImageShape shape, List<Integer> chosen) {
    if (chosen.isEmpty()) {
      file.checkSize(shape.width(), shape.height(), shape.planes());
      return IntStream.range(0, shape.planes()).toArray();
    }
    for (int plane : chosen) {
      if (plane < 1 || plane > shape.planes()) {
        throw file.fault("has no plane " + plane + "; its planes are 1 to " + shape.planes());
      }
    }
    return chosen.stream().mapToInt(plane -> plane - 1).toArray();
  }

  private static boolean hasNumber(float[] pixels) {
    for (float p : pixels) {
      if (Float.isFinite(p)) {
        return true;
      }
    }
    return false;
  }
}
