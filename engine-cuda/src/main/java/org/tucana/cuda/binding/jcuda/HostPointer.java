package org.tucana.cuda.binding.jcuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** An address of host memory outside the heap, page-locked or not, as JCuda wants it. */
final class HostPointer extends Pointer {
  /** To be filled by JCuda. */
  HostPointer() {}

  HostPointer(MemorySegment memory) {
    super(memory.address());
  }

  @SuppressWarnings("restricted")
  MemorySegment segment(long bytes) {
    return MemorySegment.ofAddress(getNativePointer()).reinterpret(bytes);
  }
}
