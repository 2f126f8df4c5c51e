package org.tucana.astro.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/** Walks the chunks of a PNG file (W3C PNG, second edition) and checks lengths and checksums. */
final class PngStructure {
  private static final String REMEDY = "; get it anew, or save it again";
  private static final int SIGNATURE_BYTES = 8;
  private static final int FRAME_BYTES = 12;

  /** Set in the first letter of chunks that a decoder may skip. */
  private static final int ANCILLARY_BIT = 0x20;

  /** "IEND". */
  private static final int END_CHUNK = 0x49454E44;

  /** Deflate packs at most so many bytes into one. */
  private static final long MOST_DEFLATION = 1032;

  private final SourceFile file;
  private final ByteBuffer bytes;
  private RasterHeader header;
  private long rowBits;
  private long dataBytes;

  private PngStructure(SourceFile file, byte[] bytes) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  static RasterHeader check(SourceFile file, byte[] bytes) {
    return new PngStructure(file, bytes).walk();
  }

  private RasterHeader walk() {
    int position = SIGNATURE_BYTES;
    String type;
    do {
      if (bytes.limit() - position < FRAME_BYTES) {
        throw truncated();
      }
      int length = bytes.getInt(position);
      if (length < 0 || length > bytes.limit() - position - FRAME_BYTES) {
        throw truncated();
      }
      type = new String(bytes.array(), position + 4, 4, StandardCharsets.ISO_8859_1);
      checkSum(position, length);
      if (header == null) {
        readHeader(position + 8, length, type);
      }
      if (type.equals("IDAT")) {
        dataBytes += length;
      }
      position += length + FRAME_BYTES;
    } while (!type.equals("IEND"));
    long unpacked = (rowBits / 8 + 1) * header.height();
    if (unpacked > (dataBytes + 1) * MOST_DEFLATION) {
      throw file.fault(
          "its header says "
              + header.width()
              + "x"
              + header.height()
              + " pixels, more than its "
              + dataBytes
              + " bytes of data can hold"
              + REMEDY);
    }
    return header;
  }

  /**
   * The chunks of a checked file that its pixels are made of. Others describe them; decoders unpack
   * some of those to whatever size they grow, though nobody asked for them.
   */
  static InputStream pixelChunks(byte[] checked) {
    List<InputStream> runs = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(checked);
    int start = 0;
    int position = SIGNATURE_BYTES;
    boolean last = false;
    while (!last) {
      int end = position + FRAME_BYTES + bytes.getInt(position);
      if ((bytes.get(position + 4) & ANCILLARY_BIT) != 0) {
        runs.add(new ByteArrayInputStream(checked, start, position - start));
        start = end;
      }
      last = bytes.getInt(position + 4) == END_CHUNK;
      position = end;
    }
    runs.add(new ByteArrayInputStream(checked, start, position - start));
    return new SequenceInputStream(Collections.enumeration(runs));
  }

  private void checkSum(int position, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes.array(), position + 4, length + 4);
    if ((int) sum.getValue() != bytes.getInt(position + 8 + length)) {
      throw file.fault(
          "the checksum of its chunk at byte " + position + " is wrong, it is damaged" + REMEDY);
    }
  }

  private void readHeader(int position, int length, String type) {
    if (!type.equals("IHDR") || length != 13) {
      throw file.fault("does not begin with a header chunk" + REMEDY);
    }
    long width = bytes.getInt(position) & 0xFFFFFFFFL;
    long height = bytes.getInt(position + 4) & 0xFFFFFFFFL;
    int depth = bytes.get(position + 8);
    int colour = bytes.get(position + 9);
    int samples =
        switch (colour) {
          case 0, 3 -> 1;
          case 4 -> 2;
          case 2 -> 3;
          case 6 -> 4;
          default -> throw file.fault("has the unknown colour type " + colour + REMEDY);
        };
    int channels = colour == 0 || colour == 4 ? 1 : 3;
    file.checkSize(width, height, samples + 1);
    rowBits = width * samples * depth;
    header = new RasterHeader((int) width, (int) height, channels);
  }

  private RuntimeException truncated() {
    return file.fault("is cut off after " + bytes.limit() + " bytes" + REMEDY);
  }
}
