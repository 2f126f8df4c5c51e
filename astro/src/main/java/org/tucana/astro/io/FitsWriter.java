package org.tucana.astro.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.HeaderCard;
import nom.tam.fits.ImageData;
import nom.tam.fits.NullDataHDU;
import nom.tam.fits.header.Standard;
import nom.tam.util.FitsOutputStream;
import org.tucana.core.io.WholeFile;
import org.tucana.nn.data.Picture;

/** Writes FITS files of images, whole or not at all; the first row comes first. */
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

  /**
   * A rectangle of a picture.
   *
   * @param number what the extension is known by, from 1 on
   * @param x its first column in the picture
   * @param y its first row
   * @param height rows
   * @param width columns
   * @param values {@code height * width} numbers, row by row
   * @param cards texts, integers and doubles that go into its header, by keyword
   */
  public record Part(
      int number, int x, int y, int height, int width, float[] values, Map<String, Object> cards) {}

  /**
   * Writes parts of a picture as 32-bit floats, each an extension with the part's number as EXTVER
   * and with its place: LTV1 and LTV2 are minus its first column and row (the "physical" pixels of
   * IRAF and ds9 are those of the picture), and the coordinates are those of its own pixels.
   *
   * @param name EXTNAME of every extension
   */
  public static void writeParts(Path file, String name, List<Part> parts, FitsHeader coordinates)
      throws IOException {
    List<Unit> units = new ArrayList<>();
    units.add(new Unit(new float[0][0], FitsHeader.EMPTY, Map.of()));
    for (Part part : parts) {
      Map<String, Object> cards = new LinkedHashMap<>();
      cards.put("EXTNAME", name);
      cards.put("EXTVER", part.number);
      cards.put("LTV1", -part.x);
      cards.put("LTV2", -part.y);
      cards.putAll(part.cards);
      float[][] rows = new float[part.height][part.width];
      for (int y = 0; y < part.height; y++) {
        System.arraycopy(part.values, y * part.width, rows[y], 0, part.width);
      }
      units.add(new Unit(rows, coordinates.ofPart(part.x, part.y), cards));
    }
    WholeFile.write(file, stream -> write(stream, units));
  }

  /**
   * An image to write.
   *
   * @param rows nested arrays; without elements the unit has no data
   */
  private record Unit(Object rows, FitsHeader coordinates, Map<String, Object> cards) {}

  private static void write(Path file, Object rows, FitsHeader coordinates) throws IOException {
    WholeFile.write(file, stream -> write(stream, List.of(new Unit(rows, coordinates, Map.of()))));
  }

  private static void write(OutputStream stream, List<Unit> units) throws IOException {
    try (Fits fits = new Fits()) {
      for (Unit unit : units) {
        fits.addHDU(hdu(unit));
      }
      // The library writes the time there; equal contents shall give equal bytes.
      fits.getHDU(0)
          .getHeader()
          .findCard(Standard.SIMPLE)
          .setComment("conforms to the FITS standard");
      FitsOutputStream output = new FitsOutputStream(stream);
      fits.write(output);
      output.flush();
    } catch (FitsException e) {
      throw new IOException("FITS: " + e.getMessage(), e);
    }
  }

  private static BasicHDU<?> hdu(Unit unit) throws FitsException {
    BasicHDU<?> hdu =
        unit.rows instanceof float[][] rows && rows.length == 0
            ? new NullDataHDU()
            : ImageData.from(unit.rows).toHDU();
    for (Map.Entry<String, Object> card : unit.cards.entrySet()) {
      switch (card.getValue()) {
        case Integer number -> hdu.addValue(card.getKey(), number, "");
        case Double number -> hdu.addValue(card.getKey(), number, "");
        case Object text -> hdu.addValue(card.getKey(), text.toString(), "");
      }
    }
    for (String card : unit.coordinates.cards()) {
      hdu.getHeader().addLine(HeaderCard.create(card));
    }
    return hdu;
  }
}
