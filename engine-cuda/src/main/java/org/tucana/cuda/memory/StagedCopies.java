package org.tucana.cuda.memory;

import java.lang.foreign.MemorySegment;
import org.tucana.core.host.ArraySegment;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaStream;

/**
 * Copies between Java arrays and a device by way of a page-locked buffer, piece by piece: an array
 * may be moved by the garbage collector, so no device may read it.
 */
final class StagedCopies {
  /** A piece; larger ones are no faster. */
  static final long PIECE = 4L << 20;

  private final CudaStream stream;
  private final PinnedMemory pinned;

  StagedCopies(CudaStream stream, PinnedMemory pinned) {
    this.stream = stream;
    this.pinned = pinned;
  }

  void upload(HostTensor source, long address) {
    MemorySegment values = ArraySegment.of(source.array());
    long bytes = values.byteSize();
    if (bytes == 0) {
      return;
    }
    try (PinnedBuffer buffer = pinned.allocate(Math.min(bytes, PIECE), "upload " + source.type())) {
      for (long at = 0; at < bytes; at += PIECE) {
        MemorySegment piece = buffer.segment().asSlice(0, Math.min(PIECE, bytes - at));
        piece.copyFrom(values.asSlice(at, piece.byteSize()));
        stream.upload(piece, address + at);
        stream.synchronize();
      }
    }
  }

  HostTensor download(long address, TensorType type) {
    HostTensor target = HostTensor.zeros(type);
    MemorySegment values = ArraySegment.of(target.array());
    long bytes = values.byteSize();
    if (bytes == 0) {
      return target;
    }
    try (PinnedBuffer buffer = pinned.allocate(Math.min(bytes, PIECE), "download " + type)) {
      for (long at = 0; at < bytes; at += PIECE) {
        MemorySegment piece = buffer.segment().asSlice(0, Math.min(PIECE, bytes - at));
        stream.download(address + at, piece);
        stream.synchronize();
        values.asSlice(at, piece.byteSize()).copyFrom(piece);
      }
    }
    return target;
  }
}
