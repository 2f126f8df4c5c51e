package org.tucana.core.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.tucana.core.type.DType;
import org.tucana.core.type.FormatException;
import org.tucana.core.type.HostTensor;

/**
 * Bytes of a file, or of a part of one. Numbers are read lowest byte first.
 *
 * @param name what errors call them: format and path, and which part
 * @param segment the bytes
 */
record FileBytes(String name, MemorySegment segment) {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  long size() {
    return segment.byteSize();
  }

  /** Whether so many bytes lie from {@code at} on. */
  boolean has(long at, long length) {
    return at >= 0 && length >= 0 && at <= size() && length <= size() - at;
  }

  int unsignedByte(long at) {
    return Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at));
  }

  int unsignedShort(long at) {
    return Short.toUnsignedInt(segment.get(SHORT, at));
  }

  long unsignedInt(long at) {
    return Integer.toUnsignedLong(segment.get(INT, at));
  }

  long int64(long at) {
    return segment.get(LONG, at);
  }

  /** Bytes {@code from} to {@code from + length}, which must be there. */
  byte[] copy(long from, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, copy, 0, length);
    return copy;
  }

  /** Whether the bytes from {@code at} on are these. */
  boolean holds(long at, byte... expected) {
    return has(at, expected.length)
        && segment.asSlice(at, expected.length).mismatch(MemorySegment.ofArray(expected)) == -1;
  }

  /** The part of {@code length} bytes from {@code from} on, which must be there. */
  FileBytes part(String called, long from, long length) {
    return new FileBytes(name + ": " + called, segment.asSlice(from, length));
  }

  /** The tensor read from here, unless it holds truth values other than 0 and 1. */
  HostTensor checked(String what, HostTensor tensor) {
    if (tensor.type().dtype() == DType.BOOL) {
      for (byte value : (byte[]) tensor.array()) {
        if (value != 0 && value != 1) {
          throw fault(what + "holds " + value + " as a truth value, expected 0 or 1");
        }
      }
    }
    return tensor;
  }

  FormatException fault(String what) {
    return new FormatException(name + ": " + what);
  }

  FormatException fault(String what, Throwable cause) {
    return new FormatException(name + ": " + what, cause);
  }
}
