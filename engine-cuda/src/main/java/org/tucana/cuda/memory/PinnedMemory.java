package org.tucana.cuda.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.tucana.cuda.binding.CudaContext;

/** Page-locked host memory: what a device copies to and from while the program goes on. */
public final class PinnedMemory implements AutoCloseable {
  private final BlockPool<MemorySegment> pool;

  public PinnedMemory(CudaContext context) {
    pool = new BlockPool<>("page-locked memory", new HostBlocks(context));
  }

  /** A buffer of that size; its contents are undefined. */
  public PinnedBuffer allocate(long bytes, String label) {
    return new PinnedBuffer(pool, pool.take(bytes, label));
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
    pool.close();
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
