package org.tucana.cuda.binding;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One device in use. Methods may be called from any thread; what fails for a reason other than the
 * ones named throws {@link org.tucana.core.type.BackendException} with the driver's words.
 */
public interface CudaContext extends AutoCloseable {
  /**
   * Memory of a device.
   *
   * @param free bytes that nobody holds
   * @param total bytes of the device
   */
  record Room(long free, long total) {}

  Room room();

  DeviceLimits limits();

  /** The address of new device memory, aligned to 256 bytes; empty where there is not enough. */
  OptionalLong allocate(long bytes);

  /** Gives device memory back, after all work that was queued. */
  void free(long address);

  /** New page-locked memory of the host; empty where there is not enough. */
  Optional<MemorySegment> allocatePinned(long bytes);

  void freePinned(MemorySegment block);

  /** A new queue of work. */
  CudaStream stream();

  CudaEvent event();

  /** Compiles PTX for the device. */
  CudaModule load(String ptx);

  @Override
  void close();
}
