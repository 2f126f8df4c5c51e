package org.tucana.astro.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.HeaderCard;
import nom.tam.fits.ImageData;
import nom.tam.fits.ImageHDU;
import nom.tam.fits.header.Standard;
import nom.tam.util.FitsOutputStream;
import org.tucana.core.io.WholeFile;
import org.tucana.nn.data.Picture;

/** Writes FITS files of one image, whole or not at all; the first row comes first. */
public final class FitsWriter {
  private FitsWriter() {}

  /**
   * Writes a map of objects as 32-bit integers: 0 for sky, otherwise an object's number.
   *
   * @param file its place; the folder must exist
   * @param height rows
   * @param width columns
   * @param objects {@code height * width} numbers, row by row
   * @param coordinates cards that are copied, as {@link FitsHeader#coordinates} gives them
   * @throws IOException where writing fails
   */
  public static void writeSegmentation(
      Path file, int height, int width, int[] objects, FitsHeader coordinates) throws IOException {
    if (objects.length != (long) height * width) {
      throw new IllegalArgumentException(
          "segmentation map "
              + file
              + ": "
              + height
              + "x"
              + width
              + " does not fit "
              + objects.length
              + " pixels");
    }
    int[][] rows = new int[height][width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(objects, y * width, rows[y], 0, width);
    }
    write(file, rows, coordinates);
  }

  /** Writes a picture as 32-bit floats, each channel a plane; one channel gives two axes. */
  public static void writeImage(Path file, Picture picture, FitsHeader coordinates)
      throws IOException {
    float[][][] planes = new float[picture.channels()][picture.height()][picture.width()];
    int position = 0;
    for (float[][] plane : planes) {
      for (float[] row : plane) {
        System.arraycopy(picture.pixels(), position, row, 0, row.length);
        position += row.length;
      }
    }
    write(file, planes.length == 1 ? planes[0] : planes, coordinates);
  }

  private static void write(Path file, Object rows, FitsHeader coordinates) throws IOException {
    WholeFile.write(file, stream -> write(stream, rows, coordinates));
  }

  private static void write(OutputStream stream, Object rows, FitsHeader coordinates)
      throws IOException {
    try (Fits fits = new Fits()) {
      ImageHDU image = ImageData.from(rows).toHDU();
      // The library writes the time there; equal contents shall give equal bytes.
      image.getHeader().findCard(Standard.SIMPLE).setComment("conforms to the FITS standard");
      for (String card : coordinates.cards()) {
        image.getHeader().addLine(HeaderCard.create(card));
      }
      fits.addHDU(image);
      FitsOutputStream output = new FitsOutputStream(stream);
      fits.write(output);
      output.flush();
    } catch (FitsException e) {
      throw new IOException("FITS: " + e.getMessage(), e);
    }
  }
}
