package org.tucana.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nom.tam.fits.compression.algorithm.rice.RiceCompressOption;
import nom.tam.fits.compression.algorithm.rice.RiceCompressor;
import org.tucana.app.fuzz.mutation.GzipMutation;

/** Small FITS files: plain images of each kind of sample, and compressed ones. */
final class FitsFiles {
  private static final int BLOCK = 2880;
  private static final int WIDTH = 4;
  private static final int HEIGHT = 3;

  /** Of the tables of tiles. */
  private static final int ROW_BYTES = 24;

  private FitsFiles() {}

  /** An image of 3x2 samples in the primary unit. */
  static byte[] plain(int bitpix) {
    byte[] data = new byte[6 * Math.abs(bitpix) / Byte.SIZE];
    data[data.length - 1] = 3;
    return unit(
        data,
        "SIMPLE  =                    T",
        card("BITPIX", bitpix),
        card("NAXIS", 2),
        card("NAXIS1", 3),
        card("NAXIS2", 2),
        "BZERO   =              32768.0",
        "BSCALE  =                1.5D0",
        card("BLANK", -1));
  }

  /** A cube in an extension. */
  static byte[] extension() {
    return behindPrimary(
        unit(
            new byte[24],
            "XTENSION= 'IMAGE   '           / an extension",
            card("BITPIX", 16),
            card("NAXIS", 3),
            card("NAXIS1", 2),
            card("NAXIS2", 2),
            card("NAXIS3", 3),
            card("PCOUNT", 0),
            card("GCOUNT", 1),
            "EXTNAME = 'SCI'"));
  }

  /** Compressed images, together of all methods and kinds of columns that are read. */
  static List<byte[]> compressed() {
    List<byte[]> shorts = new ArrayList<>();
    List<byte[]> shuffled = new ArrayList<>();
    List<byte[]> rice = new ArrayList<>();
    List<byte[]> stored = new ArrayList<>();
    for (int y = 0; y < HEIGHT; y++) {
      byte[] row = {0, (byte) y, 1, 2, 0, 5, 0, 9};
      stored.add(row);
      shorts.add(GzipMutation.packed(row));
      shuffled.add(
          GzipMutation.packed(new byte[] {row[0], row[2], row[4], row[6], row[1], row[3], 5, 9}));
      rice.add(rice(7, 3 * y, 900, -2));
    }
    List<byte[]> floats = new ArrayList<>();
    List<byte[]> packedFloats = new ArrayList<>();
    for (int y = 0; y < HEIGHT; y++) {
      byte[] row = ByteBuffer.allocate(16).putFloat(1.5f).putFloat(y).putFloat(-2).array();
      floats.add(row);
      packedFloats.add(GzipMutation.packed(row));
    }
    String[] steps = {
      "ZQUANTIZ= 'SUBTRACTIVE_DITHER_2'", card("ZDITHER0", 77), card("ZBLANK", -2147483647)
    };
    String[] blocks = {
      "ZNAME1  = 'BYTEPIX '", card("ZVAL1", 4), "ZNAME2  = 'BLOCKSIZE'", card("ZVAL2", 32)
    };
    return List.of(
        stepped("GZIP_1", 16, shorts),
        stepped("GZIP_2", 16, shuffled),
        stepped("NOCOMPRESS", 16, stored),
        stepped("RICE_1", 32, rice, blocks),
        stepped("RICE_1", -32, rice, steps),
        elsewhere("GZIP_COMPRESSED_DATA", "1PB(40) ", 1, packedFloats),
        elsewhere("UNCOMPRESSED_DATA", "1PE(4)  ", Float.BYTES, floats));
  }

  /** Tiles whose integers become floats by steps of their own, where the image has floats. */
  private static byte[] stepped(String method, int bitpix, List<byte[]> tiles, String... more) {
    List<String> cards =
        new ArrayList<>(
            List.of(
                "TTYPE1  = 'COMPRESSED_DATA'",
                "TFORM1  = '1PB(40) '",
                "TTYPE2  = 'ZSCALE  '",
                "TFORM2  = '1D      '",
                "TTYPE3  = 'ZZERO   '",
                "TFORM3  = '1D      '",
                card("TFIELDS", 3)));
    cards.addAll(List.of(more));
    return tiled(
        method,
        bitpix,
        tiles,
        cards,
        (row, length, start) -> row.putInt(length).putInt(start).putDouble(0.5).putDouble(-1));
  }

  /**
   * Tiles of floats that could not be quantised and stand in another column, wide places before.
   */
  private static byte[] elsewhere(
      String column, String format, int elementBytes, List<byte[]> tiles) {
    List<String> cards =
        List.of(
            "TTYPE1  = 'COMPRESSED_DATA'",
            "TFORM1  = '1QB(0)  '",
            String.format("TTYPE2  = '%s'", column),
            String.format("TFORM2  = '%s'", format),
            card("TFIELDS", 2));
    return tiled(
        "RICE_1",
        -32,
        tiles,
        cards,
        (row, length, start) ->
            row.putLong(0).putLong(0).putInt(length / elementBytes).putInt(start));
  }

  private static byte[] rice(int... integers) {
    ByteBuffer packed = ByteBuffer.allocate(64);
    new RiceCompressor.IntRiceCompressor(
            new RiceCompressOption().setBlockSize(32).setBytePix(Integer.BYTES))
        .compress(IntBuffer.wrap(integers), packed);
    return Arrays.copyOf(packed.array(), packed.position());
  }

  /** Writes what the table says of a tile. */
  private interface RowWriter {
    void write(ByteBuffer row, int length, int start);
  }

  /** A table with a row for each tile, which is a row of the image. */
  private static byte[] tiled(
      String method, int bitpix, List<byte[]> tiles, List<String> more, RowWriter writer) {
    int table = ROW_BYTES * tiles.size();
    int heap = tiles.stream().mapToInt(tile -> tile.length).sum();
    ByteBuffer data = ByteBuffer.allocate(table + heap);
    int start = 0;
    for (byte[] tile : tiles) {
      writer.write(data, tile.length, start);
      start += tile.length;
    }
    tiles.forEach(data::put);
    List<String> cards =
        new ArrayList<>(
            List.of(
                "XTENSION= 'BINTABLE'",
                card("BITPIX", 8),
                card("NAXIS", 2),
                card("NAXIS1", ROW_BYTES),
                card("NAXIS2", tiles.size()),
                card("PCOUNT", heap),
                card("GCOUNT", 1),
                card("THEAP", table),
                "ZIMAGE  =                    T",
                "ZCMPTYPE= '" + method + "'",
                card("ZBITPIX", bitpix),
                card("ZNAXIS", 2),
                card("ZNAXIS1", WIDTH),
                card("ZNAXIS2", HEIGHT),
                card("ZTILE1", WIDTH),
                card("ZTILE2", 1)));
    cards.addAll(more);
    return behindPrimary(unit(data.array(), cards.toArray(String[]::new)));
  }

  private static byte[] behindPrimary(byte[] unit) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        unit(
            new byte[0],
            "SIMPLE  =                    T",
            card("BITPIX", 8),
            card("NAXIS", 0),
            "EXTEND  =                    T"));
    file.writeBytes(unit);
    return file.toByteArray();
  }

  private static String card(String keyword, long value) {
    return String.format("%-8s= %20d", keyword, value);
  }

  /** A header and its data, both in whole blocks. */
  private static byte[] unit(byte[] data, String... cards) {
    StringBuilder header = new StringBuilder();
    for (String card : cards) {
      header.append(String.format("%-80s", card));
    }
    header.append(String.format("%-80s", "END"));
    int headerBytes = Math.ceilDiv(header.length(), BLOCK) * BLOCK;
    header.append(" ".repeat(headerBytes - header.length()));
    return ByteBuffer.allocate(headerBytes + Math.ceilDiv(data.length, BLOCK) * BLOCK)
        .put(header.toString().getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }
}
