package org.tucana.core.io;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.tucana.core.type.FormatException;

/** Reads the arguments of a pickle's instructions, one after the other. */
final class PickleCursor {
  private static final int MOST_NAME_BYTES = 1000;
  private static final int MOST_INTEGER_BYTES = 255;
  private static final int TEXT_BYTES = 72;

  /** A text is copied, decoded and held. */
  private static final int BYTES_PER_CHARACTER = 3;

  private static final String REMEDY = "; the file is cut off or damaged, get it anew";

  private final FileBytes file;
  private final Allowance allowance;
  private long position;

  PickleCursor(FileBytes file, long start, Allowance allowance) {
    this.file = file;
    this.allowance = allowance;
    this.position = start;
  }

  /** The first byte that has not been read. */
  long position() {
    return position;
  }

  int unsignedByte() {
    return file.unsignedByte(passed(Byte.BYTES));
  }

  int unsignedShort() {
    return file.unsignedShort(passed(Short.BYTES));
  }

  long unsignedInt() {
    return file.unsignedInt(passed(Integer.BYTES));
  }

  long int64() {
    return file.int64(passed(Long.BYTES));
  }

  /** A floating-point number of 8 bytes, the highest first. */
  double real() {
    return ByteBuffer.wrap(bytes(Double.BYTES)).getDouble();
  }

  /** An integer of so many bytes, the lowest first, with a sign. */
  BigInteger integer(long length) {
    if (length > MOST_INTEGER_BYTES) {
      throw fault("has an integer of " + length + " bytes, expected at most 255");
    }
    byte[] stored = bytes(length);
    byte[] highestFirst = new byte[stored.length + 1];
    for (int i = 0; i < stored.length; i++) {
      highestFirst[stored.length - i] = stored[i];
    }
    highestFirst[0] = (byte) (stored.length > 0 && stored[stored.length - 1] < 0 ? -1 : 0);
    return new BigInteger(highestFirst);
  }

  String text(long length, Charset charset) {
    return new String(bytes(length), charset);
  }

  /** The text up to the next line feed. */
  String line() {
    int length = 0;
    while (length <= MOST_NAME_BYTES
        && file.has(position + length, 1)
        && file.unsignedByte(position + length) != '\n') {
      length++;
    }
    if (length > MOST_NAME_BYTES) {
      throw fault("has a name of more than " + MOST_NAME_BYTES + " bytes");
    }
    String line = text(length, StandardCharsets.UTF_8);
    passed(1);
    return line;
  }

  void skip(long length) {
    passed(length);
  }

  private byte[] bytes(long length) {
    long at = passed(length);
    allowance.take(TEXT_BYTES + BYTES_PER_CHARACTER * length);
    if (length > Integer.MAX_VALUE - TEXT_BYTES) {
      throw fault("has a text of " + length + " bytes");
    }
    return file.copy(at, (int) length);
  }

  /** Goes on by so many bytes, which must be there, and says where they begin. */
  private long passed(long length) {
    if (!file.has(position, length)) {
      throw fault("ends too early");
    }
    long at = position;
    position += length;
    return at;
  }

  FormatException fault(String what) {
    return file.fault("the pickle " + what + " (at byte " + position + ")" + REMEDY);
  }
}
