package org.tucana.astro.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import nom.tam.fits.compression.algorithm.rice.RiceCompressOption;
import nom.tam.fits.compression.algorithm.rice.RiceCompressor;

/**
 * Unpacks tiles into samples as an image that is not compressed has them. Keeps its buffers from
 * tile to tile: their size is that of the largest tile, packed and unpacked.
 */
final class TileUnpacker {
  private static final int RICE_BLOCK = 32;
  private static final int INFLATER_BYTES = 512;
  private static final int MOST_PARAMETERS = 999;

  /** Held on to, as the JDK forgets the level of a logger that nobody has. */
  private static final Logger LIBRARY = Logger.getLogger(RiceCompressor.class.getName());

  private final FitsUnit unit;
  private final Method method;
  private final int bits;
  private final int riceBytes;
  private final RiceCompressor.IntRiceCompressor rice;
  private byte[] packed = new byte[0];
  private byte[] samples = new byte[0];
  private byte[] shuffled = new byte[0];

  /** The methods that are read (FITS standard 4.0, table 36). */
  private enum Method {
    RICE,
    GZIP,
    SHUFFLED_GZIP,
    NONE
  }

  /**
   * Samples, the tile's first one first.
   *
   * @param bytes big-endian
   * @param bits of each, negative for floats
   */
  record Samples(ByteBuffer bytes, int bits) {}

  TileUnpacker(FitsUnit unit) {
    this.unit = unit;
    this.bits = unit.bits("ZBITPIX");
    String name = unit.text("ZCMPTYPE");
    this.method =
        switch (name) {
          case "RICE_1", "RICE_ONE" -> Method.RICE;
          case "GZIP_1" -> Method.GZIP;
          case "GZIP_2" -> Method.SHUFFLED_GZIP;
          case "NOCOMPRESS" -> Method.NONE;
          default ->
              throw unit.file()
                  .fault(
                      "is compressed by \""
                          + name
                          + "\", expected RICE_1, GZIP_1 or GZIP_2; unpack it with funpack");
        };
    this.riceBytes = (int) parameter("BYTEPIX", Integer.BYTES, 1, Integer.BYTES);
    if (riceBytes == 3) {
      throw unit.file().fault("BYTEPIX is 3, expected 1, 2 or 4" + FitsUnit.REMEDY);
    }
    int block = (int) parameter("BLOCKSIZE", RICE_BLOCK, RICE_BLOCK / 2, RICE_BLOCK);
    if (block != RICE_BLOCK && block != RICE_BLOCK / 2) {
      throw unit.file().fault("BLOCKSIZE is " + block + ", expected 16 or 32" + FitsUnit.REMEDY);
    }
    this.rice =
        new RiceCompressor.IntRiceCompressor(
            new RiceCompressOption().setBlockSize(block).setBytePix(riceBytes));
    // The library warns of bytes that are left over, which damaged and sloppy files have.
    LIBRARY.setLevel(Level.OFF);
  }

  private long parameter(String name, long otherwise, long least, long most) {
    for (int i = 1; i <= MOST_PARAMETERS && unit.has("ZNAME" + i); i++) {
      if (unit.text("ZNAME" + i).equals(name)) {
        return unit.integer("ZVAL" + i, least, most);
      }
    }
    return otherwise;
  }

  /**
   * Unpacks a tile.
   *
   * @param count its samples
   * @param quantised whether they are the integers of quantised floats
   */
  Samples unpack(FitsSource source, TileTable.Place place, int tile, int count, boolean quantised)
      throws IOException {
    read(source, place);
    int own = quantised ? Integer.SIZE : bits;
    Samples found =
        switch (method) {
          case RICE -> rice(place.bytes(), tile, count, own);
          case GZIP -> inflated(place.bytes(), tile, count, own);
          case SHUFFLED_GZIP -> ordered(inflated(place.bytes(), tile, count, own), count);
          case NONE -> plain(place.bytes(), tile, count, own);
        };
    if (quantised && found.bits() != Integer.SIZE) {
      throw fault(tile, "it has integers of " + found.bits() + " bits for floats", null);
    }
    return found;
  }

  /** A tile whose floats could not be quantised and were packed by gzip instead. */
  Samples unpackFloats(FitsSource source, TileTable.Place place, int tile, int count)
      throws IOException {
    read(source, place);
    return inflated(place.bytes(), tile, count, bits);
  }

  /** A tile that was not packed at all. */
  Samples copy(FitsSource source, TileTable.Place place, int tile, int count) throws IOException {
    read(source, place);
    return plain(place.bytes(), tile, count, bits);
  }

  private void read(FitsSource source, TileTable.Place place) throws IOException {
    packed = atLeast(packed, place.bytes());
    source.read(ByteBuffer.wrap(packed, 0, place.bytes()), place.position());
  }

  private Samples rice(int length, int tile, int count, int own) {
    if (own != Byte.SIZE && own != Short.SIZE && own != Integer.SIZE) {
      throw fault(tile, "RICE_1 has no samples of ZBITPIX " + own + " without a ZSCALE", null);
    }
    ByteBuffer integers = output(count, Integer.BYTES);
    try {
      rice.decompress(ByteBuffer.wrap(packed, 0, length).slice(), integers.asIntBuffer());
    } catch (RuntimeException e) {
      // What the library throws on damage is not documented: buffers that end, indices.
      throw fault(tile, "its " + length + " bytes end too early or make no sense", e);
    }
    if (riceBytes < Integer.BYTES) {
      for (int i = 0; i < count; i++) {
        int value = integers.getInt(i * Integer.BYTES);
        integers.putInt(i * Integer.BYTES, riceBytes == 1 ? value & 0xFF : (short) value);
      }
    }
    return new Samples(integers, Integer.SIZE);
  }

  /** Integers may have been widened before they were packed: their length tells. */
  private Samples inflated(int length, int tile, int count, int own) {
    int widest = Math.max(Integer.BYTES, Math.abs(own) / Byte.SIZE);
    ByteBuffer all = output(count, widest);
    int there;
    try (InputStream stream =
        new GZIPInputStream(new ByteArrayInputStream(packed, 0, length), INFLATER_BYTES)) {
      there = stream.readNBytes(samples, 0, all.limit());
      if (stream.read() >= 0) {
        throw fault(tile, "it unpacks to more than " + all.limit() + " bytes", null);
      }
    } catch (IOException e) {
      throw fault(tile, e.getMessage(), e);
    }
    int bytes = there / count;
    boolean fits = there % count == 0 && (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8);
    if (!fits || (own < 0 && bytes * Byte.SIZE != -own)) {
      throw fault(tile, "it unpacks to " + there + " bytes for " + count + " samples", null);
    }
    return new Samples(all.limit(there), own < 0 ? own : bytes * Byte.SIZE);
  }

  /** Undoes the order of GZIP_2: the first bytes of all samples, then the second, and so on. */
  private Samples ordered(Samples found, int count) {
    int bytes = Math.abs(found.bits()) / Byte.SIZE;
    byte[] apart = samples;
    samples = shuffled;
    shuffled = apart;
    ByteBuffer together = output(count, bytes);
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bytes; b++) {
        samples[i * bytes + b] = apart[b * count + i];
      }
    }
    return new Samples(together, found.bits());
  }

  private Samples plain(int length, int tile, int count, int own) {
    if (length != (long) count * Math.abs(own) / Byte.SIZE) {
      throw fault(tile, "it has " + length + " bytes for " + count + " samples", null);
    }
    return new Samples(ByteBuffer.wrap(packed, 0, length), own);
  }

  private ByteBuffer output(int count, int bytes) {
    int length;
    try {
      length = Math.multiplyExact(count, bytes);
    } catch (ArithmeticException e) {
      throw unit.file()
          .fault("has a tile of " + count + " samples; compress it in smaller tiles", e);
    }
    samples = atLeast(samples, length);
    return ByteBuffer.wrap(samples, 0, length);
  }

  private static byte[] atLeast(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[length];
  }

  private RuntimeException fault(int tile, String what, Throwable cause) {
    return unit.file()
        .fault(
            "tile " + tile + " of its compressed image is damaged: " + what + FitsUnit.REMEDY,
            cause);
  }
}
