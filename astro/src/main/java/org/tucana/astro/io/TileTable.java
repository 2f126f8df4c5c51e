package org.tucana.astro.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The binary table whose rows are the tiles of a compressed image: fixed columns, and descriptors
 * of arrays on the heap behind them (FITS standard 4.0, section 7.3).
 */
final class TileTable {
  private static final Pattern FORMAT = Pattern.compile("(\\d{0,9})([LXBIJKAEDCMPQ])(.?).*");
  private static final int MOST_COLUMNS = 999;

  private final FitsUnit unit;
  private final int rows;
  private final int rowBytes;
  private final long heapOffset;
  private final long heapBytes;
  private final Map<String, Column> columns = new HashMap<>();

  /** A column of single values or of descriptors; the element is that of what they point to. */
  private record Column(int offset, char type, char element) {
    boolean isDescriptor() {
      return type == 'P' || type == 'Q';
    }
  }

  TileTable(FitsUnit unit) {
    this.unit = unit;
    long[] axes = unit.axes("NAXIS");
    if (unit.isImage() || axes.length != 2 || unit.bits("BITPIX") != Byte.SIZE) {
      throw fault("its tiles are in no binary table");
    }
    rowBytes = (int) axes[0];
    rows = (int) axes[1];
    long tableBytes = axes[0] * axes[1];
    long gap = unit.has("THEAP") ? unit.integer("THEAP", tableBytes, unit.dataBytes()) : tableBytes;
    heapOffset = unit.dataOffset() + gap;
    heapBytes = unit.dataBytes() - gap;
    readColumns();
  }

  private void readColumns() {
    long offset = 0;
    int fields = (int) unit.integer("TFIELDS", 1, MOST_COLUMNS);
    for (int i = 1; i <= fields; i++) {
      Matcher format = FORMAT.matcher(unit.text("TFORM" + i));
      if (!format.matches()) {
        throw fault("TFORM" + i + " is \"" + unit.text("TFORM" + i) + "\", which is no format");
      }
      long repeat = format.group(1).isEmpty() ? 1 : Long.parseLong(format.group(1));
      char type = format.group(2).charAt(0);
      if (repeat == 1) {
        char element = format.group(3).isEmpty() ? ' ' : format.group(3).charAt(0);
        columns.put(unit.text("TTYPE" + i), new Column((int) offset, type, element));
      }
      offset += bytes(type, repeat);
      if (offset > rowBytes) {
        throw fault("its columns are wider than its rows of " + rowBytes + " bytes");
      }
    }
  }

  private static long bytes(char type, long count) {
    return switch (type) {
      case 'X' -> (count + Byte.SIZE - 1) / Byte.SIZE;
      case 'L', 'B', 'A' -> count;
      case 'I' -> 2 * count;
      case 'J', 'E' -> 4 * count;
      case 'K', 'D', 'C', 'P' -> 8 * count;
      default -> 16 * count;
    };
  }

  int rows() {
    return rows;
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** The fixed part of a row. */
  Row row(FitsSource source, int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(rowBytes);
    source.read(bytes, unit.dataOffset() + (long) number * rowBytes);
    return new Row(number, bytes);
  }

  /** One row. */
  final class Row {
    private final int number;
    private final ByteBuffer bytes;

    private Row(int number, ByteBuffer bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    /** A number; empty where there is no such column of numbers. */
    Optional<Double> number(String name) {
      Column column = columns.get(name);
      if (column == null) {
        return Optional.empty();
      }
      int at = column.offset();
      return switch (column.type()) {
        case 'D' -> Optional.of(bytes.getDouble(at));
        case 'E' -> Optional.of((double) bytes.getFloat(at));
        case 'J' -> Optional.of((double) bytes.getInt(at));
        case 'K' -> Optional.of((double) bytes.getLong(at));
        default -> throw fault("its column " + name + " holds no numbers");
      };
    }

    /** Where the array of a column lies; empty where it has no elements or there is no column. */
    Optional<Place> array(String name) {
      Column column = columns.get(name);
      if (column == null) {
        return Optional.empty();
      }
      if (!column.isDescriptor()) {
        throw fault("its column " + name + " holds no arrays");
      }
      boolean wide = column.type() == 'Q';
      int at = column.offset();
      long count = wide ? bytes.getLong(at) : bytes.getInt(at);
      long start = wide ? bytes.getLong(at + Long.BYTES) : bytes.getInt(at + Integer.BYTES);
      long elementBytes = bytes(column.element(), 1);
      if (count < 0
          || start < 0
          || start > heapBytes
          || count > (heapBytes - start) / elementBytes) {
        throw fault(
            "row " + number + " points beyond the " + heapBytes + " bytes behind the table");
      }
      return count == 0
          ? Optional.empty()
          : Optional.of(new Place(heapOffset + start, Math.toIntExact(count * elementBytes)));
    }
  }

  /** Where bytes lie in the file. */
  record Place(long position, int bytes) {}

  RuntimeException fault(String what) {
    return unit.file().fault("its compressed image is damaged: " + what + FitsUnit.REMEDY);
  }
}
