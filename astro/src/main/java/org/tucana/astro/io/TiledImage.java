package org.tucana.astro.io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An image that was compressed tile by tile into a binary table (FITS standard 4.0, section 10).
 */
final class TiledImage implements FitsImage {
  /** Gzip packs at most so many bytes into one, and no other method much more samples. */
  private static final long MOST_PACKING = 1032;

  private static final String PACKED = "COMPRESSED_DATA";
  private static final String PACKED_FLOATS = "GZIP_COMPRESSED_DATA";
  private static final String NOT_PACKED = "UNCOMPRESSED_DATA";

  /** Cards of the table, and of the compression. */
  private static final Pattern OF_TABLE =
      Pattern.compile(
          "XTENSION|BITPIX|NAXIS\\d*|[PG]COUNT|T(FIELDS|HEAP)"
              + "|T(TYPE|FORM|UNIT|NULL|SCAL|ZERO|DISP|DIM)\\d+"
              + "|Z(IMAGE|CMPTYPE|TILE\\d+|NAME\\d+|VAL\\d+|QUANTIZ|DITHER0|MASKCMP"
              + "|SIMPLE|TENSION|EXTEND|[PG]COUNT|HECKSUM|DATASUM|SCALE|ZERO|BLANK)"
              + "|CHECKSUM|DATASUM");

  private static final Pattern OF_IMAGE = Pattern.compile("Z(BITPIX|NAXIS\\d*)");

  private final FitsUnit unit;
  private final TileGrid grid;
  private final TileTable table;
  private final SampleScale scale;

  private TiledImage(FitsUnit unit, TileGrid grid, TileTable table, SampleScale scale) {
    this.unit = unit;
    this.grid = grid;
    this.table = table;
    this.scale = scale;
  }

  static TiledImage of(FitsUnit unit) {
    TileGrid grid = TileGrid.of(unit);
    TileTable table = new TileTable(unit);
    if (grid.tiles() != table.rows()) {
      throw table.fault("it has " + table.rows() + " rows for " + grid.tiles() + " tiles");
    }
    if (!table.has(PACKED)) {
      throw table.fault("it has no column " + PACKED);
    }
    if (grid.image().samples() > MOST_PACKING * unit.dataBytes()) {
      throw table.fault(
          "its header says "
              + grid.image().samples()
              + " samples, more than its "
              + unit.dataBytes()
              + " bytes can hold");
    }
    String blank = unit.has("ZBLANK") ? "ZBLANK" : "BLANK";
    return new TiledImage(unit, grid, table, SampleScale.of(unit, unit.bits("ZBITPIX"), blank));
  }

  @Override
  public FitsHeader header() {
    List<String> cards =
        unit.header().cards().stream()
            .filter(card -> !OF_TABLE.matcher(FitsHeader.keyword(card)).matches())
            .map(TiledImage::ofImage)
            .toList();
    return new FitsHeader(cards);
  }

  /** ZBITPIX and ZNAXIS are the image's BITPIX and NAXIS. */
  private static String ofImage(String card) {
    String keyword = FitsHeader.keyword(card);
    return OF_IMAGE.matcher(keyword).matches()
        ? String.format("%-8s%s", keyword.substring(1), card.substring(8))
        : card;
  }

  @Override
  public ImageShape shape() {
    return grid.image();
  }

  @Override
  public float[] read(FitsSource source, int[] planes) throws IOException {
    TileUnpacker unpacker = new TileUnpacker(unit);
    TileQuantisation quantisation = new TileQuantisation(unit);
    float[] pixels = new float[planes.length * shape().height() * shape().width()];
    for (int tile = 0; tile < table.rows(); tile++) {
      TileGrid.Range range = grid.range(tile);
      if (range.holdsAny(planes)) {
        place(values(source, unpacker, quantisation, tile, range.samples()), range, planes, pixels);
      }
    }
    return pixels;
  }

  /** Gives the values of a tile one after the other. */
  private interface Values {
    float next();
  }

  private Values values(
      FitsSource source, TileUnpacker unpacker, TileQuantisation quantisation, int tile, int count)
      throws IOException {
    TileTable.Row row = table.row(source, tile);
    Optional<TileTable.Place> place = row.array(PACKED);
    if (place.isPresent()) {
      Optional<TileQuantisation.Step> step =
          unit.bits("ZBITPIX") < 0 ? quantisation.step(row, tile) : Optional.empty();
      TileUnpacker.Samples found =
          unpacker.unpack(source, place.get(), tile, count, step.isPresent());
      return step.isPresent() ? () -> step.get().next(found.bytes()) : plain(found);
    }
    place = row.array(PACKED_FLOATS);
    if (place.isPresent()) {
      return plain(unpacker.unpackFloats(source, place.get(), tile, count));
    }
    place = row.array(NOT_PACKED);
    if (place.isPresent()) {
      return plain(unpacker.copy(source, place.get(), tile, count));
    }
    throw table.fault("tile " + tile + " has no data");
  }

  private Values plain(TileUnpacker.Samples samples) {
    return () -> scale.next(samples.bytes(), samples.bits());
  }

  private void place(Values values, TileGrid.Range range, int[] planes, float[] pixels) {
    int size = shape().height() * shape().width();
    for (int z = range.z(); z < range.endZ(); z++) {
      int plane = z;
      int[] channels = IntStream.range(0, planes.length).filter(p -> planes[p] == plane).toArray();
      for (int y = range.y(); y < range.endY(); y++) {
        for (int x = range.x(); x < range.endX(); x++) {
          float value = values.next();
          for (int channel : channels) {
            pixels[channel * size + y * shape().width() + x] = value;
          }
        }
      }
    }
  }
}
