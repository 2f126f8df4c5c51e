package org.tucana.astro.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Walks the units of a FITS file (FITS standard 4.0, sections 3, 4 and 10) up to the image that is
 * asked for, and refuses headers that claim more than the file holds.
 */
final class FitsStructure {
  private static final int BLOCK = 2880;
  private static final int CARD = 80;
  private static final int MOST_BLOCKS = 4096;

  /** As many images are named where the one asked for is not there. */
  private static final int MOST_NAMED = 20;

  private final SourceFile file;
  private final FitsSource source;
  private final UnitChoice choice;
  private final List<String> images = new ArrayList<>();

  private FitsStructure(SourceFile file, FitsSource source, UnitChoice choice) {
    this.file = file;
    this.source = source;
    this.choice = choice;
  }

  static FitsImage find(SourceFile file, FitsSource source, UnitChoice choice) throws IOException {
    return new FitsStructure(file, source, choice).walk();
  }

  private FitsImage walk() throws IOException {
    long position = 0;
    for (int number = 0; !source.endsBefore(position); number++) {
      FitsUnit unit = readHeader(position, number);
      long bytes = unit.dataBytes();
      long there = source.available(unit.dataOffset(), bytes);
      if (there < bytes) {
        throw file.fault(
            "unit "
                + number
                + " says that it holds "
                + bytes
                + " bytes of data, but only "
                + there
                + " follow; it is cut off"
                + FitsUnit.REMEDY);
      }
      boolean usable = hasPicture(unit);
      if (isChosen(unit, usable)) {
        return usable ? image(unit) : refuse(unit);
      }
      if (usable && images.size() < MOST_NAMED) {
        images.add((number + " " + unit.text("EXTNAME")).strip());
      }
      position = unit.dataOffset() + (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
    throw file.fault(
        choice instanceof UnitChoice.First
            ? "holds no image with data; name a file that does"
            : "has no extension " + choice.text() + advice());
  }

  private static boolean hasPicture(FitsUnit unit) {
    if (!unit.isImage() && !unit.isTiledImage()) {
      return false;
    }
    long[] axes = unit.axes(unit.isTiledImage() ? "ZNAXIS" : "NAXIS");
    return axes.length >= 2 && unit.product(axes) > 0;
  }

  private boolean isChosen(FitsUnit unit, boolean usable) {
    return switch (choice) {
      case UnitChoice.First _ -> usable;
      case UnitChoice.Numbered(int number) -> unit.number() == number;
      case UnitChoice.Named named -> isNamed(unit, named);
    };
  }

  private static boolean isNamed(FitsUnit unit, UnitChoice.Named named) {
    String name = unit.text("EXTNAME").toUpperCase(Locale.ROOT);
    boolean primary = unit.number() == 0 && named.name().equals("PRIMARY");
    long version =
        unit.has("EXTVER") ? unit.integer("EXTVER", Integer.MIN_VALUE, Integer.MAX_VALUE) : 1;
    return (primary || name.equals(named.name()))
        && (named.version().isEmpty() || named.version().getAsInt() == version);
  }

  private FitsImage refuse(FitsUnit unit) {
    throw file.fault("its unit " + unit.number() + " is no image with data" + advice());
  }

  private String advice() {
    return images.isEmpty()
        ? "; name a file with an image"
        : "; its images are: " + String.join(", ", images);
  }

  private FitsImage image(FitsUnit unit) {
    if (!unit.isTiledImage()) {
      return PlainImage.of(unit);
    }
    if (source instanceof GzipSource) {
      throw file.fault("holds a compressed image that is packed by gzip again; use gunzip first");
    }
    return TiledImage.of(unit);
  }

  /** Reads cards up to END. */
  private FitsUnit readHeader(long start, int number) throws IOException {
    List<String> cards = new ArrayList<>();
    byte[] block = new byte[BLOCK];
    for (int n = 0; n < MOST_BLOCKS; n++) {
      long position = start + (long) n * BLOCK;
      readBlock(block, position, number);
      for (int i = 0; i < BLOCK; i += CARD) {
        String card = card(block, i, position);
        if (FitsHeader.keyword(card).equals("END")) {
          checkStart(cards, number);
          return FitsUnit.of(file, number, cards, position + BLOCK);
        }
        cards.add(card);
      }
    }
    throw file.fault(
        "the header of unit " + number + " has no END card, it is damaged" + FitsUnit.REMEDY);
  }

  private void readBlock(byte[] block, long position, int number) throws IOException {
    try {
      source.read(ByteBuffer.wrap(block), position);
    } catch (EOFException e) {
      throw file.fault("is cut off in the header of unit " + number + FitsUnit.REMEDY, e);
    }
  }

  private String card(byte[] block, int offset, long position) {
    String card = new String(block, offset, CARD, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < CARD; i++) {
      if (card.charAt(i) < ' ' || card.charAt(i) > '~') {
        throw file.fault(
            "byte "
                + (position + offset + i)
                + " of a header is no printable text"
                + FitsUnit.REMEDY);
      }
    }
    return card;
  }

  private void checkStart(List<String> cards, int number) {
    String first = cards.isEmpty() ? "" : cards.getFirst();
    if (!first.startsWith(number == 0 ? "SIMPLE  =" : "XTENSION=")) {
      throw file.fault(
          "unit " + number + " does not begin like a FITS header, it is damaged" + FitsUnit.REMEDY);
    }
  }
}
