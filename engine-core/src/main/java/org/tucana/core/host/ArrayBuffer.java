package org.tucana.core.host;

import java.lang.foreign.MemorySegment;
import org.tucana.core.HostBuffer;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.TensorType;

/** A buffer in a Java array; its copies are done when they return. */
record ArrayBuffer(HostMemory memory, TensorType type, Storage storage) implements HostBuffer {
  @Override
  public MemorySegment segment() {
    return HostStorage.segment(Operand.rowMajor(type, storage));
  }

  @Override
  public void awaitIdle() {}

  @Override
  public void close() {
    memory.release(storage);
  }
}
