package org.tucana.astro.io;

import java.util.Arrays;

/**
 * Walks the segments of a JPEG file (ITU-T T.81, annex B) from its start to the end-of-image
 * marker. Decoders fill what is cut off with grey and go on; this finds it before.
 */
final class JpegStructure {
  private static final String REMEDY = "; get it anew, or save it again as RGB JPEG or PNG";
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  private static final int BLOCK_SIDE = 8;
  private static final int LARGEST_SAMPLING = 4;

  /** A decoder walks the whole picture for each; files that are meant well have some ten. */
  private static final int MOST_SCANS = 500;

  private final SourceFile file;
  private final byte[] bytes;
  private int position = 2;
  private RasterHeader header;
  private long blocks;
  private long codedBytes;

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
    // Each block takes at least one bit, the code of its mean.
    if (blocks > Byte.SIZE * codedBytes) {
      throw file.fault(
          "its header says "
              + header.width()
              + "x"
              + header.height()
              + " pixels, more than its "
              + codedBytes
              + " bytes of data can hold"
              + REMEDY);
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
    if (length < 8 + 3 * channels) {
      throw file.fault("its frame header is cut off" + REMEDY);
    }
    blocks = blocks(width, height, channels);
    header = new RasterHeader(width, height, channels);
  }

  /** Blocks of 8x8 samples of all channels, of which some may have fewer samples than pixels. */
  private long blocks(int width, int height, int channels) {
    int[] across = new int[channels];
    int[] down = new int[channels];
    for (int c = 0; c < channels; c++) {
      position++;
      int sampling = unsignedByte();
      position++;
      across[c] = sampling >> 4;
      down[c] = sampling & 0xF;
      if (Math.min(across[c], down[c]) < 1 || Math.max(across[c], down[c]) > LARGEST_SAMPLING) {
        throw file.fault("its frame header has impossible samplings, it is damaged" + REMEDY);
      }
    }
    int mostAcross = Arrays.stream(across).max().orElseThrow();
    int mostDown = Arrays.stream(down).max().orElseThrow();
    long sum = 0;
    for (int c = 0; c < channels; c++) {
      long columns = Math.ceilDiv(width * across[c], mostAcross * BLOCK_SIDE);
      sum += columns * Math.ceilDiv(height * down[c], mostDown * BLOCK_SIDE);
    }
    return sum;
  }

  /** Up to the next marker that is neither a stuffed zero nor a restart. */
  private void skipEntropyCodedData() {
    int start = position;
    while (position + 1 < bytes.length) {
      int marker = bytes[position + 1] & 0xFF;
      boolean coded = marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
      if (bytes[position] == (byte) 0xFF && !coded) {
        codedBytes += position - start;
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
