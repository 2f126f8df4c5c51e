package org.tucana.core;

import java.lang.foreign.MemorySegment;
import org.tucana.core.type.TensorType;

/**
 * Memory of the host for the values of one tensor on their way to a backend or from it: loaders
 * write into it, and the backend copies while the program goes on. After an upload the values must
 * stay as they are, and after a download they are not there, until {@link #awaitIdle} or {@link
 * #close} has returned. One thread at a time may use it.
 */
public interface HostBuffer extends AutoCloseable {
  TensorType type();

  /**
   * The values, row-major in the machine's byte order and undefined at first; {@code setAtIndex}
   * and {@code MemorySegment.copy} write them without a further copy.
   *
   * @throws org.tucana.core.type.ClosedException where this was closed
   */
  MemorySegment segment();

  /** Returns when no copy is going on. */
  void awaitIdle();

  /** Waits for copies and gives the memory back. */
  @Override
  void close();
}
