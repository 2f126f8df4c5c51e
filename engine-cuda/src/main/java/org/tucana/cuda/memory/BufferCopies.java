package org.tucana.cuda.memory;

import java.lang.foreign.MemorySegment;
import org.tucana.core.HostBuffer;
import org.tucana.core.type.BackendException;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.memory.BlockPool.Lease;

/**
 * Copies between page-locked buffers and a device while it computes. Each buffer has room of its
 * size on the device. Between the two, where it takes long, values go in a stream of their own;
 * between that room and tensors the compute stream moves them, in the order of everything else that
 * uses those tensors' blocks. A tensor's own block would not do: it may have been used by whatever
 * was queued last, so that the copy would have to wait for all of it.
 */
final class BufferCopies {
  private final CudaContext context;
  private final CudaStream compute;
  private final CudaStream copying;
  private final PinnedMemory pinned;
  private final BlockPool<Long> device;

  BufferCopies(
      CudaContext context, CudaStream compute, PinnedMemory pinned, BlockPool<Long> device) {
    this.context = context;
    this.compute = compute;
    this.pinned = pinned;
    copying = pinned.copying();
    this.device = device;
  }

  HostBuffer buffer(TensorType type, String label) {
    PinnedBuffer values = pinned.allocate(type.bytes(), label);
    try {
      return new TransferBuffer(type, values, device.take(type.bytes(), label));
    } catch (BackendException e) {
      values.close();
      throw e;
    }
  }

  void upload(HostBuffer source, long address) {
    own(source).upload(address);
  }

  void download(long address, HostBuffer target) {
    own(target).download(address);
  }

  private TransferBuffer own(HostBuffer buffer) {
    if (buffer instanceof TransferBuffer transfer && transfer.owner().equals(this)) {
      return transfer;
    }
    throw new BackendException(
        "cuda: it was given a buffer of another memory; ask the backend's memory for one");
  }

  /** A buffer with its room on the device. */
  private final class TransferBuffer implements HostBuffer {
    private final TensorType type;
    private final PinnedBuffer values;
    private final Lease<Long> room;

    /** What the compute stream does with the room is done. */
    private final CudaEvent moved = context.event();

    /** What the copy stream does with room and host memory is done. */
    private final CudaEvent copied = context.event();

    TransferBuffer(TensorType type, PinnedBuffer values, Lease<Long> room) {
      this.type = type;
      this.values = values;
      this.room = room;
      compute.record(moved); // what was queued before may still use the room's block
    }

    BufferCopies owner() {
      return BufferCopies.this;
    }

    void upload(long address) {
      MemorySegment source = segment();
      if (source.byteSize() > 0) {
        copying.await(moved);
        copying.upload(source, room.block());
        copying.record(copied);
        compute.await(copied);
        compute.copy(room.block(), address, source.byteSize());
        compute.record(moved);
      }
    }

    void download(long address) {
      MemorySegment target = segment();
      if (target.byteSize() > 0) {
        compute.await(copied);
        compute.copy(address, room.block(), target.byteSize());
        compute.record(moved);
        copying.await(moved);
        copying.download(room.block(), target);
        copying.record(copied);
      }
    }

    @Override
    public TensorType type() {
      return type;
    }

    @Override
    public MemorySegment segment() {
      return values.segment();
    }

    @Override
    public void awaitIdle() {
      room.checkOpen();
      copied.synchronize();
    }

    @Override
    public void close() {
      awaitIdle();
      values.close();
      device.giveBack(room);
      moved.close();
      copied.close();
    }
  }
}
