package org.tucana.core.host;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.DType;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;

/**
 * Java arrays behind storages, reused through a pool: a fresh array costs two to five times a
 * reused one. The pool never holds more than the most that was live at once.
 */
public final class HostMemory implements Memory {
  private record Bin(Class<?> kind, int length) {}

  private final Map<Bin, Deque<Object>> pool = new HashMap<>();
  private final Set<HostStorage> live = Collections.newSetFromMap(new IdentityHashMap<>());
  private long liveBytes;
  private long peakBytes;
  // Bytes of whole arrays, which are longer than the storages in them.
  private long usedArrayBytes;
  private long peakArrayBytes;
  private long pooledArrayBytes;

  @Override
  public synchronized Storage allocate(TensorType type, String label) {
    int length = type.shape().elements();
    DType dtype = type.dtype();
    Bin bin = new Bin(arrayKind(dtype), binLength(length));
    Deque<Object> free = pool.get(bin);
    Object array = free == null ? null : free.pollLast();
    if (array == null) {
      array = Array.newInstance(bin.kind().getComponentType(), bin.length());
    } else {
      pooledArrayBytes -= bytes(dtype, bin.length());
    }
    HostStorage storage = new HostStorage(dtype, length, label, array);
    live.add(storage);
    liveBytes += bytes(dtype, length);
    peakBytes = Math.max(peakBytes, liveBytes);
    usedArrayBytes += bytes(dtype, bin.length());
    peakArrayBytes = Math.max(peakArrayBytes, usedArrayBytes);
    return storage;
  }

  @Override
  public synchronized void release(Storage storage) {
    HostStorage host = (HostStorage) storage;
    Object array = host.close();
    live.remove(host);
    liveBytes -= bytes(host.dtype(), host.length());
    int length = Array.getLength(array);
    long size = bytes(host.dtype(), length);
    usedArrayBytes -= size;
    if (pooledArrayBytes + size <= peakArrayBytes) {
      pool.computeIfAbsent(new Bin(array.getClass(), length), b -> new ArrayDeque<>())
          .addLast(array);
      pooledArrayBytes += size;
    }
  }

  /**
   * Lengths share bins at steps of an eighth of a power of two, so that near sizes reuse arrays.
   */
  private static int binLength(int length) {
    if (length <= 64) {
      return 64;
    }
    int step = Integer.highestOneBit(length - 1) >>> 3;
    long rounded = ((long) length + step - 1) / step * step;
    return (int) Math.max(length, Math.min(rounded, Integer.MAX_VALUE - 8));
  }

  private static long bytes(DType dtype, int length) {
    return (long) dtype.bytes() * length;
  }

  private static Class<?> arrayKind(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> float[].class;
      case FLOAT64 -> double[].class;
      case INT32 -> int[].class;
      case INT64 -> long[].class;
      case UINT8, BOOL -> byte[].class;
      case FLOAT16, BFLOAT16 -> short[].class;
    };
  }

  @Override
  public void upload(HostTensor source, Operand target) {
    System.arraycopy(
        source.array(),
        0,
        HostStorage.of(target).array(),
        target.offset(),
        source.shape().elements());
  }

  @Override
  public HostTensor download(Operand source) {
    return RowMajorCopy.of(source, HostStorage.of(source).array(), 0);
  }

  @Override
  public HostBuffer hostBuffer(TensorType type, String label) {
    return new ArrayBuffer(this, type, allocate(type, label));
  }

  @Override
  public void upload(HostBuffer source, Operand target) {
    HostStorage.segment(target).copyFrom(source.segment());
  }

  @Override
  public void download(Operand source, HostBuffer target) {
    target.segment().copyFrom(HostStorage.segment(source));
  }

  @Override
  public synchronized long liveBytes() {
    return liveBytes;
  }

  @Override
  public synchronized long peakBytes() {
    return peakBytes;
  }

  @Override
  public synchronized List<String> liveLabels() {
    return live.stream().map(HostStorage::label).sorted().toList();
  }
}
