package org.tucana.cuda.binding.jcuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** An address of page-locked host memory as JCuda wants it. */
final class HostPointer extends Pointer {
  /** To be filled by JCuda. */
  HostPointer() {}

  HostPointer(MemorySegment pinned) {
    super(pinned.address());
  }

  @SuppressWarnings("restricted")
  MemorySegment segment(long bytes) {
    return MemorySegment.ofAddress(getNativePointer()).reinterpret(bytes);
  }
}
