package org.tucana.astro.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One unit of a FITS file: what its header says, each number checked when it is asked for.
 *
 * @param file for messages
 * @param number 0 for the primary unit
 * @param header its cards
 * @param values the value of the first card of each keyword, without quotes
 * @param dataOffset byte where its data begin
 */
record FitsUnit(
    SourceFile file, int number, FitsHeader header, Map<String, String> values, long dataOffset) {
  static final String REMEDY = "; get the file anew, or write it again";
  private static final int MOST_AXES = 999;

  static FitsUnit of(SourceFile file, int number, List<String> cards, long dataOffset) {
    Map<String, String> values = new HashMap<>();
    for (String card : cards) {
      if (FitsHeader.hasValue(card)) {
        values.putIfAbsent(FitsHeader.keyword(card), FitsHeader.plainValue(card));
      }
    }
    return new FitsUnit(file, number, new FitsHeader(cards), values, dataOffset);
  }

  boolean isImage() {
    return number == 0 || text("XTENSION").equals("IMAGE");
  }

  /** Whether this is a table whose rows are the tiles of a compressed image. */
  boolean isTiledImage() {
    return text("ZIMAGE").equals("T");
  }

  /** Bytes of data, without what pads the last block. */
  long dataBytes() {
    long samples = product(axes("NAXIS"));
    long extra = has("PCOUNT") ? integer("PCOUNT", 0, Integer.MAX_VALUE) : 0;
    long groups = has("GCOUNT") ? integer("GCOUNT", 1, 1) : 1;
    return groups * (samples + extra) * Math.abs(bits("BITPIX")) / Byte.SIZE;
  }

  /** Lengths of the axes, the fastest first: NAXIS1, ... or ZNAXIS1, .... */
  long[] axes(String keyword) {
    long[] axes = new long[(int) integer(keyword, 0, MOST_AXES)];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = integer(keyword + (i + 1), 0, Integer.MAX_VALUE);
    }
    return axes;
  }

  /** Number of samples, 0 where there are no axes. */
  long product(long[] axes) {
    long product = axes.length == 0 ? 0 : 1;
    for (long axis : axes) {
      if (axis != 0 && product > Long.MAX_VALUE / 128 / axis) {
        throw file.fault("its axes multiply to more than any file holds, it is damaged" + REMEDY);
      }
      product *= axis;
    }
    return product;
  }

  /** BITPIX or ZBITPIX: bits of a sample, negative for floats. */
  int bits(String keyword) {
    int bits = (int) integer(keyword, -64, 64);
    if (bits != 8 && bits != 16 && Math.abs(bits) != 32 && Math.abs(bits) != 64) {
      throw file.fault(keyword + " is " + bits + ", expected 8, 16, 32, 64, -32 or -64" + REMEDY);
    }
    return bits;
  }

  boolean has(String keyword) {
    return values.containsKey(keyword);
  }

  /** The value of a card, empty where there is none. */
  String text(String keyword) {
    return values.getOrDefault(keyword, "");
  }

  /** An integer that must be there and lie in a range. */
  long integer(String keyword, long least, long most) {
    String value = values.get(keyword);
    if (value == null) {
      throw file.fault("its header lacks " + keyword + ", it is damaged" + REMEDY);
    }
    try {
      long parsed = Long.parseLong(value);
      if (parsed >= least && parsed <= most) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      throw file.fault(keyword + " is \"" + value + "\", expected an integer" + REMEDY, e);
    }
    throw file.fault(keyword + " is " + value + ", expected " + least + " to " + most + REMEDY);
  }

  /** An integer of any size, empty where there is none. */
  Optional<Long> optionalInteger(String keyword) {
    return has(keyword)
        ? Optional.of(integer(keyword, Long.MIN_VALUE, Long.MAX_VALUE))
        : Optional.empty();
  }

  /** A number; the given one where there is none. */
  double number(String keyword, double otherwise) {
    try {
      return header.number(keyword).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw file.fault(
          keyword + " is \"" + text(keyword) + "\", expected a number; correct the header", e);
    }
  }
}
