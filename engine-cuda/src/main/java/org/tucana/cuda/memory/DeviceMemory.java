package org.tucana.cuda.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.host.RowMajorCopy;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaContext.Room;
import org.tucana.cuda.binding.CudaStream;

/**
 * Device memory behind storages. All of it is used in the order of one stream, so that a block may
 * be handed on while work with it is still queued. Page-locked buffers are copied in a second one.
 */
public final class DeviceMemory implements Memory, AutoCloseable {
  private final BlockPool<Long> pool;
  private final StagedCopies copies;
  private final BufferCopies buffers;
  private final AtomicLong hostCopies = new AtomicLong();

  /** Memory of a device; everything that uses it must be queued in the given stream. */
  public DeviceMemory(CudaContext context, CudaStream stream, PinnedMemory pinned) {
    pool = new BlockPool<>("device memory", new DeviceBlocks(context));
    copies = new StagedCopies(stream, pinned);
    buffers = new BufferCopies(context, stream, pinned, pool);
  }

  @Override
  public Storage allocate(TensorType type, String label) {
    return new DeviceStorage(type.dtype(), type.shape().elements(), pool.take(type.bytes(), label));
  }

  @Override
  public void release(Storage storage) {
    pool.giveBack(DeviceStorage.of(storage).lease());
  }

  @Override
  public void upload(HostTensor source, Operand target) {
    hostCopies.incrementAndGet();
    copies.upload(source, DeviceStorage.address(target));
  }

  /** Copies values out; of a strided operand everything from its first to its last element. */
  @Override
  public HostTensor download(Operand source) {
    hostCopies.incrementAndGet();
    long address = DeviceStorage.address(source);
    if (source.isRowMajor()) {
      return copies.download(address, source.type());
    }
    int span = 1;
    for (int axis = 0; axis < source.shape().rank(); axis++) {
      span += (source.dim(axis) - 1) * source.stride(axis);
    }
    HostTensor all = copies.download(address, source.type().withShape(Shape.of(span)));
    return RowMajorCopy.of(source, all.array(), source.offset());
  }

  /** A page-locked buffer; it takes as much memory of the device as of the host. */
  @Override
  public HostBuffer hostBuffer(TensorType type, String label) {
    return buffers.buffer(type, label);
  }

  @Override
  public void upload(HostBuffer source, Operand target) {
    buffers.upload(source, DeviceStorage.address(target));
  }

  @Override
  public void download(Operand source, HostBuffer target) {
    buffers.download(DeviceStorage.address(source), target);
  }

  /** How often values were copied from or to Java memory; each time the stream was waited for. */
  public long hostCopies() {
    return hostCopies.get();
  }

  /**
   * Whether memory that was given back stays with this even where the device has no more: the
   * addresses in a captured graph must go on being ours.
   */
  public void keepIdle(boolean keep) {
    pool.keepIdle(keep);
  }

  /** How often memory was taken from the device, instead of reused. */
  public long blocksMade() {
    return pool.blocksMade();
  }

  @Override
  public long liveBytes() {
    return pool.liveBytes();
  }

  @Override
  public long peakBytes() {
    return pool.peakBytes();
  }

  @Override
  public List<String> liveLabels() {
    return pool.liveLabels();
  }

  @Override
  public void close() {
    pool.close();
  }

  private record DeviceBlocks(CudaContext context) implements BlockPool.Source<Long> {
    @Override
    public Optional<Long> allocate(long bytes) {
      OptionalLong address = context.allocate(bytes);
      return address.isPresent() ? Optional.of(address.getAsLong()) : Optional.empty();
    }

    @Override
    public void free(Long block) {
      context.free(block);
    }

    @Override
    public String room(long liveBytes) {
      Room room = context.room();
      return BlockPool.size(room.free())
          + " of "
          + BlockPool.size(room.total())
          + " are free, "
          + BlockPool.size(Math.max(0, room.total() - room.free() - liveBytes))
          + " are held by other programs and libraries, "
          + BlockPool.size(liveBytes)
          + " by this backend";
    }
  }
}
