package org.tucana.astro.io;

/**
 * Walks the segments of a JPEG file (ITU-T T.81, annex B) from its start to the end-of-image
 * marker. Decoders fill what is cut off with grey and go on; this finds it before.
 */
final class JpegStructure {
  private static final String REMEDY = "; get it anew, or save it again as RGB JPEG or PNG";
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  /** A block of 8x8 samples takes at least one bit in some scan. */
  private static final long MOST_PIXELS_PER_BYTE = 8 * 64 * 4;

  /** A decoder walks the whole picture for each; files that are meant well have some ten. */
  private static final int MOST_SCANS = 500;

  private final SourceFile file;
  private final byte[] bytes;
  private int position = 2;
  private RasterHeader header;

  private JpegStructure(SourceFile file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static RasterHeader check(SourceFile file, byte[] bytes) {
    return new JpegStructure(file, bytes).walk();
  }

  private RasterHeader walk() {
    int scans = 0;
    while (true) {
      int marker = nextMarker();
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (isStandalone(marker)) {
        continue;
      }
      int length = unsignedShort();
      if (length < 2 || position - 2 + length > bytes.length) {
        throw truncated();
      }
      int next = position - 2 + length;
      if (isFrame(marker)) {
        readFrame(marker, length);
      }
      position = next;
      if (marker == START_OF_SCAN) {
        if (header == null) {
          throw file.fault("has a scan before its frame header" + REMEDY);
        }
        if (++scans > MOST_SCANS) {
          throw file.fault("has more than " + MOST_SCANS + " scans, it is damaged" + REMEDY);
        }
        skipEntropyCodedData();
      }
    }
    if (scans == 0) {
      throw file.fault("is a JPEG without picture data" + REMEDY);
    }
    return header;
  }

  private int nextMarker() {
    if (unsignedByte() != 0xFF) {
      throw file.fault("no JPEG marker at byte " + (position - 1) + ", it is damaged" + REMEDY);
    }
    int marker = unsignedByte();
    while (marker == 0xFF) {
      marker = unsignedByte();
    }
    return marker;
  }

  private static boolean isStandalone(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
  }

  /** Frame headers are 0xC0 to 0xCF but for Huffman tables, extensions and arithmetic codes. */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readFrame(int marker, int length) {
    if (header != null) {
      throw file.fault("has two frame headers, it is damaged" + REMEDY);
    }
    if (length < 8) {
      throw file.fault("its frame header is cut off" + REMEDY);
    }
    int precision = unsignedByte();
    int height = unsignedShort();
    int width = unsignedShort();
    int channels = unsignedByte();
    if (marker > 0xC2 || precision != 8) {
      throw file.fault(
          "is a lossless, arithmetic or "
              + precision
              + "-bit JPEG, expected 8-bit Huffman"
              + REMEDY);
    }
    if (channels == 4) {
      throw file.fault("is a CMYK JPEG, expected grey or RGB" + REMEDY);
    }
    if (channels != 1 && channels != 3) {
      throw file.fault("has " + channels + " channels, expected 1 or 3" + REMEDY);
    }
    file.checkSize(width, height, channels);
    if ((long) width * height > bytes.length * MOST_PIXELS_PER_BYTE) {
      throw file.fault(
          "its header says "
              + width
              + "x"
              + height
              + " pixels, more than its "
              + bytes.length
              + " bytes can hold"
              + REMEDY);
    }
    header = new RasterHeader(width, height, channels);
  }

  /** Up to the next marker that is neither a stuffed zero nor a restart. */
  private void skipEntropyCodedData() {
    while (position + 1 < bytes.length) {
      int marker = bytes[position + 1] & 0xFF;
      boolean coded = marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
      if (bytes[position] == (byte) 0xFF && !coded) {
        return;
      }
      position++;
    }
    throw truncated();
  }

  private int unsignedShort() {
    return unsignedByte() << 8 | unsignedByte();
  }

  private int unsignedByte() {
    if (position >= bytes.length) {
      throw truncated();
    }
    return bytes[position++] & 0xFF;
  }

  private RuntimeException truncated() {
    return file.fault("is cut off after " + bytes.length + " bytes" + REMEDY);
  }
}
