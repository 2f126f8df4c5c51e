package org.tucana.cuda.binding.jcuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import jcuda.Pointer;
import org.tucana.cuda.binding.KernelArgument;

/**
 * Where the arguments of a launch lie while it is queued; the driver copies them before it returns.
 * JCuda takes Java arrays too, but spends longer on them than the driver on the launch.
 */
final class LaunchArguments implements AutoCloseable {
  /** Parameters of a kernel take up to 4 KiB, and here a whole number of 8 bytes each. */
  private static final long BYTES = 8 << 10;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment values = arena.allocate(BYTES, Long.BYTES);
  private final MemorySegment places = arena.allocate(BYTES, Long.BYTES);
  private final HostPointer pointer = new HostPointer(places);

  /** Writes arguments over those of the launch before; gives what cuLaunchKernel wants. */
  Pointer of(List<KernelArgument> arguments) {
    long at = 0;
    for (int i = 0; i < arguments.size(); i++) {
      places.setAtIndex(JAVA_LONG, i, values.address() + at);
      at += Math.ceilDiv(write(arguments.get(i), at), Long.BYTES) * (long) Long.BYTES;
    }
    return pointer;
  }

  /** Writes one value and tells its length in bytes. */
  private int write(KernelArgument argument, long at) {
    switch (argument) {
      case KernelArgument.Address(long value) -> values.set(JAVA_LONG, at, value);
      case KernelArgument.Int32(int value) -> values.set(JAVA_INT, at, value);
      case KernelArgument.Int64(long value) -> values.set(JAVA_LONG, at, value);
      case KernelArgument.Float32(float value) -> values.set(JAVA_FLOAT, at, value);
      case KernelArgument.Float64(double value) -> values.set(JAVA_DOUBLE, at, value);
      case KernelArgument.Struct(byte[] value) -> {
        MemorySegment.copy(value, 0, values, JAVA_BYTE, at, value.length);
        return value.length;
      }
    }
    return Long.BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }
}
