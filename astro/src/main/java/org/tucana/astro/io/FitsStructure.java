package org.tucana.astro.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks the units of a FITS file (FITS standard 4.0, sections 3 and 4) up to the first image that
 * has data, and refuses headers that claim more than the file holds.
 */
final class FitsStructure {
  private static final String REMEDY = "; get the file anew, or write it again";
  private static final int BLOCK = 2880;
  private static final int CARD = 80;
  private static final int KEYWORD = 8;
  private static final int MOST_BLOCKS = 4096;
  private static final int MOST_AXES = 999;

  private final SourceFile file;
  private final FileChannel channel;
  private final long size;
  private List<String> cards = List.of();
  private Map<String, String> values = Map.of();

  private FitsStructure(SourceFile file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  static FitsImageLayout findImage(SourceFile file, FileChannel channel) throws IOException {
    return new FitsStructure(file, channel).walk();
  }

  private FitsImageLayout walk() throws IOException {
    long position = 0;
    boolean compressed = false;
    for (int unit = 0; position < size; unit++) {
      position = readHeader(position, unit);
      long[] axes = axes();
      long samples = product(axes);
      long bytes = dataBytes(samples);
      if (bytes > size - position) {
        throw file.fault(
            "unit "
                + unit
                + " says that it holds "
                + bytes
                + " bytes of data, but only "
                + (size - position)
                + " follow; it is cut off"
                + REMEDY);
      }
      boolean image = unit == 0 || text("XTENSION").equals("IMAGE");
      if (image && samples > 0 && axes.length >= 2) {
        return layout(position, axes);
      }
      compressed |= values.getOrDefault("ZIMAGE", "").equals("T");
      position += (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
    throw file.fault(
        compressed
            ? "holds a compressed image; unpack it with funpack"
            : "holds no image with data; name a file that does");
  }

  private FitsImageLayout layout(long dataOffset, long[] axes) {
    long channels = axes.length > 2 ? axes[2] : 1;
    for (int i = 3; i < axes.length; i++) {
      if (axes[i] != 1) {
        throw file.fault(
            "its image has "
                + axes.length
                + " axes, expected 2 or 3; cut out the planes to look at");
      }
    }
    if (channels > SourceFile.MOST_PIXELS) {
      throw file.fault("its image has " + channels + " planes; cut out the planes to look at");
    }
    file.checkSize(axes[0], axes[1], (int) channels);
    return new FitsImageLayout(
        new FitsHeader(cards),
        dataOffset,
        (int) bitpix(),
        (int) channels,
        (int) axes[1],
        (int) axes[0]);
  }

  /** Reads cards up to END; returns where the data begin. */
  private long readHeader(long start, int unit) throws IOException {
    List<String> found = new ArrayList<>();
    Map<String, String> assigned = new HashMap<>();
    byte[] block = new byte[BLOCK];
    for (int n = 0; n < MOST_BLOCKS; n++) {
      long position = start + (long) n * BLOCK;
      readBlock(block, position, unit);
      for (int i = 0; i < BLOCK; i += CARD) {
        String card = card(block, i, position);
        String keyword = card.substring(0, KEYWORD).strip();
        if (keyword.equals("END")) {
          cards = found;
          values = assigned;
          checkStart(unit);
          return position + BLOCK;
        }
        found.add(card);
        if (card.startsWith("= ", KEYWORD)) {
          assigned.putIfAbsent(keyword, FitsHeader.plainValue(card));
        }
      }
    }
    throw file.fault("the header of unit " + unit + " has no END card, it is damaged" + REMEDY);
  }

  private void readBlock(byte[] block, long position, int unit) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw file.fault("is cut off in the header of unit " + unit + REMEDY);
      }
    }
  }

  private String card(byte[] block, int offset, long position) {
    String card = new String(block, offset, CARD, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < CARD; i++) {
      if (card.charAt(i) < ' ' || card.charAt(i) > '~') {
        throw file.fault(
            "byte " + (position + offset + i) + " of a header is no printable text" + REMEDY);
      }
    }
    return card;
  }

  private void checkStart(int unit) {
    String first = cards.isEmpty() ? "" : cards.getFirst();
    if (!first.startsWith(unit == 0 ? "SIMPLE  =" : "XTENSION=")) {
      throw file.fault(
          "unit " + unit + " does not begin like a FITS header, it is damaged" + REMEDY);
    }
  }

  private long[] axes() {
    long count = integer("NAXIS", 0, MOST_AXES);
    long[] axes = new long[(int) count];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = integer("NAXIS" + (i + 1), 0, Integer.MAX_VALUE);
    }
    return axes;
  }

  private long product(long[] axes) {
    long product = axes.length == 0 ? 0 : 1;
    for (long axis : axes) {
      if (axis != 0 && product > Long.MAX_VALUE / 128 / axis) {
        throw file.fault("its axes multiply to more than any file holds, it is damaged" + REMEDY);
      }
      product *= axis;
    }
    return product;
  }

  private long dataBytes(long samples) {
    long bits = bitpix();
    long extra = values.containsKey("PCOUNT") ? integer("PCOUNT", 0, Integer.MAX_VALUE) : 0;
    long groups = values.containsKey("GCOUNT") ? integer("GCOUNT", 1, 1) : 1;
    return groups * (samples + extra) * Math.abs(bits) / Byte.SIZE;
  }

  private long bitpix() {
    long bits = integer("BITPIX", -64, 64);
    if (bits != 8 && bits != 16 && Math.abs(bits) != 32 && Math.abs(bits) != 64) {
      throw file.fault("BITPIX is " + bits + ", expected 8, 16, 32, 64, -32 or -64" + REMEDY);
    }
    return bits;
  }

  private long integer(String keyword, long least, long most) {
    String value = values.get(keyword);
    if (value == null) {
      throw file.fault("its header lacks " + keyword + ", it is damaged" + REMEDY);
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw file.fault(keyword + " is \"" + value + "\", expected an integer" + REMEDY, e);
    }
    throw file.fault(keyword + " is " + value + ", expected " + least + " to " + most + REMEDY);
  }

  private String text(String keyword) {
    return values.getOrDefault(keyword, "");
  }
}
