package org.tucana.cuda.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaStream;

/**
 * Page-locked host memory: what a device copies to and from while the program goes on, and a stream
 * for copies that go on beside computation.
 */
public final class PinnedMemory implements AutoCloseable {
  private final BlockPool<MemorySegment> pool;
  private final CudaStream copying;

  public PinnedMemory(CudaContext context) {
    copying = context.stream();
    pool = new BlockPool<>("page-locked memory", new HostBlocks(context));
  }

  /** A buffer of that size; its contents are undefined. */
  public PinnedBuffer allocate(long bytes, String label) {
    return new PinnedBuffer(pool, pool.take(bytes, label));
  }

  CudaStream copying() {
    return copying;
  }

  public long liveBytes() {
    return pool.liveBytes();
  }

  public long peakBytes() {
    return pool.peakBytes();
  }

  public List<String> liveLabels() {
    return pool.liveLabels();
  }

  @Override
  public void close() {
    try (copying;
        pool) {
      copying.synchronize();
    }
  }

  private record HostBlocks(CudaContext context) implements BlockPool.Source<MemorySegment> {
    @Override
    public Optional<MemorySegment> allocate(long bytes) {
      return context.allocatePinned(bytes);
    }

    @Override
    public void free(MemorySegment block) {
      context.freePinned(block);
    }

    @Override
    public String room(long liveBytes) {
      return BlockPool.size(liveBytes) + " are taken";
    }
  }
}
