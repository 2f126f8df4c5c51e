package org.tucana.cuda.memory;

import java.lang.foreign.MemorySegment;
import org.tucana.cuda.memory.BlockPool.Lease;

/** Page-locked host memory in use; close it only when the copies queued with it are done. */
public final class PinnedBuffer implements AutoCloseable {
  private final BlockPool<MemorySegment> pool;
  private final Lease<MemorySegment> lease;

  PinnedBuffer(BlockPool<MemorySegment> pool, Lease<MemorySegment> lease) {
    this.pool = pool;
    this.lease = lease;
  }

  /** The memory, as long as was asked for. */
  public MemorySegment segment() {
    return lease.block().asSlice(0, lease.bytes());
  }

  @Override
  public void close() {
    pool.giveBack(lease);
  }
}
