package org.tucana.core.io;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * An element type as files store it, under safetensors' name. Integers that memory has no type for
 * are widened when read.
 */
public enum StoredType {
  F64(8, DType.FLOAT64),
  F32(4, DType.FLOAT32),
  F16(2, DType.FLOAT16),
  BF16(2, DType.BFLOAT16),
  I64(8, DType.INT64),
  I32(4, DType.INT32),
  I16(2, DType.INT32),
  I8(1, DType.INT32),
  U32(4, DType.INT64),
  U16(2, DType.INT32),
  U8(1, DType.UINT8),
  BOOL(1, DType.BOOL);

  private static final int CHUNK_BYTES = 1 << 16;

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** Size of one element in the file, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The type in memory. */
  public DType dtype() {
    return dtype;
  }

  /** The type that stores a type of memory as it is. */
  static StoredType of(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> F64;
      case FLOAT32 -> F32;
      case FLOAT16 -> F16;
      case BFLOAT16 -> BF16;
      case INT64 -> I64;
      case INT32 -> I32;
      case UINT8 -> U8;
      case BOOL -> BOOL;
    };
  }

  /**
   * Reads elements.
   *
   * @param file bytes; those from {@code offset} on must hold all elements of the view
   * @param offset of element number 0
   * @param view which elements, and their shape
   * @param order of the bytes of an element
   */
  HostTensor read(MemorySegment file, long offset, StridedView view, ByteOrder order) {
    Shape shape = view.shape();
    int n = shape.elements();
    return switch (this) {
      case F64 -> HostTensor.of(shape, copied(file, offset, new double[n], view, order));
      case F32 -> HostTensor.of(shape, copied(file, offset, new float[n], view, order));
      case I64 -> HostTensor.of(shape, copied(file, offset, new long[n], view, order));
      case I32 -> HostTensor.of(shape, copied(file, offset, new int[n], view, order));
      case F16, BF16 ->
          HostTensor.ofShorts(shape, dtype, copied(file, offset, new short[n], view, order));
      case U8, BOOL ->
          HostTensor.ofBytes(shape, dtype, copied(file, offset, new byte[n], view, order));
      case I16, U16, I8 -> HostTensor.of(shape, ints(file, offset, view, order));
      case U32 -> {
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        long[] values = new long[n];
        view.forEachRun((source, target, length) -> {
          for (int i = 0; i < length; i++) {
            int stored = file.get(layout, offset + (source + i) * bytes);
            values[target + i] = Integer.toUnsignedLong(stored);
          }
        });
        yield HostTensor.of(shape, values);
      }
    };
  }

  private int[] ints(MemorySegment file, long offset, StridedView view, ByteOrder order) {
    ValueLayout.OfShort shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    int[] values = new int[view.shape().elements()];
    view.forEachRun((source, target, length) -> {
      for (int i = 0; i < length; i++) {
        long at = offset + (source + i) * bytes;
        values[target + i] =
            switch (this) {
              case I8 -> file.get(ValueLayout.JAVA_BYTE, at);
              case U16 -> Short.toUnsignedInt(file.get(shorts, at));
              default -> file.get(shorts, at);
            };
      }
    });
    return values;
  }

  private <A> A copied(
      MemorySegment file, long offset, A array, StridedView view, ByteOrder order) {
    ValueLayout layout = layout(order);
    view.forEachRun((source, target, length) ->
        MemorySegment.copy(file, layout, offset + source * bytes, array, target, length));
    return array;
  }

  /** Writes a tensor's elements, lowest byte first, in the type that stores them as they are. */
  static void write(HostTensor tensor, OutputStream stream) throws IOException {
    StoredType type = of(tensor.type().dtype());
    byte[] chunk = new byte[CHUNK_BYTES];
    MemorySegment target = MemorySegment.ofArray(chunk);
    ValueLayout layout = type.layout(ByteOrder.LITTLE_ENDIAN);
    int perChunk = CHUNK_BYTES / type.bytes;
    int elements = tensor.shape().elements();
    for (int from = 0; from < elements; from += perChunk) {
      int count = Math.min(perChunk, elements - from);
      MemorySegment.copy(tensor.array(), from, target, layout, 0, count);
      stream.write(chunk, 0, count * type.bytes);
    }
  }

  private ValueLayout layout(ByteOrder order) {
    return switch (this) {
      case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
      case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
      case I64 -> ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
      case I32, U32 -> ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
      case F16, BF16, I16, U16 -> ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
      case I8, U8, BOOL -> ValueLayout.JAVA_BYTE;
    };
  }
}
