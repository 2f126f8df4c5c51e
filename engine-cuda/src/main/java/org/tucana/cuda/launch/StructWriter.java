package org.tucana.cuda.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tucana.cuda.binding.KernelArgument.Struct;

/** Writes a structure field by field, in the device's byte order; what is left out is 0. */
public final class StructWriter {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  /** A structure of that many bytes. */
  public StructWriter(int size) {
    bytes = new byte[size];
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes on at an offset. */
  public StructWriter at(int offset) {
    buffer.position(offset);
    return this;
  }

  public StructWriter number(int value) {
    buffer.putInt(value);
    return this;
  }

  public StructWriter number(long value) {
    buffer.putLong(value);
    return this;
  }

  public StructWriter number(float value) {
    buffer.putFloat(value);
    return this;
  }

  public StructWriter number(double value) {
    buffer.putDouble(value);
    return this;
  }

  public Struct struct() {
    return new Struct(bytes);
  }
}
