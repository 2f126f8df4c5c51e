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
   * @param file bytes; those from {@code offset} on must suffice
   * @param offset of the first element
   * @param shape the tensor's shape
   * @param order of the bytes of an element
   */
  HostTensor read(MemorySegment file, long offset, Shape shape, ByteOrder order) {
    int n = shape.elements();
    return switch (this) {
      case F64 -> HostTensor.of(shape, copied(file, offset, new double[n], n, order));
      case F32 -> HostTensor.of(shape, copied(file, offset, new float[n], n, order));
      case I64 -> HostTensor.of(shape, copied(file, offset, new long[n], n, order));
      case I32 -> HostTensor.of(shape, copied(file, offset, new int[n], n, order));
      case F16, BF16 ->
          HostTensor.ofShorts(shape, dtype, copied(file, offset, new short[n], n, order));
      case U8, BOOL ->
          HostTensor.ofBytes(shape, dtype, copied(file, offset, new byte[n], n, order));
      case I16, U16 -> {
        short[] stored = copied(file, offset, new short[n], n, order);
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
          values[i] = this == U16 ? Short.toUnsignedInt(stored[i]) : stored[i];
        }
        yield HostTensor.of(shape, values);
      }
      case I8 -> {
        byte[] stored = copied(file, offset, new byte[n], n, order);
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
          values[i] = stored[i];
        }
        yield HostTensor.of(shape, values);
      }
      case U32 -> {
        int[] stored = copied(file, offset, new int[n], n, order);
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
          values[i] = Integer.toUnsignedLong(stored[i]);
        }
        yield HostTensor.of(shape, values);
      }
    };
  }

  private <A> A copied(MemorySegment file, long offset, A array, int length, ByteOrder order) {
    MemorySegment.copy(file, layout(order), offset, array, 0, length);
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
