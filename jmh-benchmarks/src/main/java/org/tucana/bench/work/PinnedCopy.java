package org.tucana.bench.work;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import org.tucana.core.Backend;
import org.tucana.core.EagerSession;
import org.tucana.core.HostBuffer;
import org.tucana.core.Memory;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Shape;

/**
 * A copy of float32 numbers between a buffer of the host, page-locked where the backend can, and
 * the device.
 *
 * @param direction of the copy
 * @param mebibytes its size
 */
public record PinnedCopy(Direction direction, int mebibytes) implements DeviceWork {
  /** Where a copy goes. */
  public enum Direction {
    TO_DEVICE,
    FROM_DEVICE
  }

  @Override
  public String name() {
    return "copy-"
        + direction.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + "-"
        + mebibytes
        + "MiB";
  }

  /** Buffers are copied beside all other work, so that only the host knows when it is done. */
  @Override
  public boolean endsOnHost() {
    return true;
  }

  /** What is copied: numbers from 0 on, modulo 1000. */
  public HostTensor values() {
    float[] values = new float[Math.multiplyExact(mebibytes, (1 << 20) / Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 1000;
    }
    return HostTensor.of(Shape.of(values.length), values);
  }

  /** The result is what lies at the copy's end after it. */
  @Override
  public ReadableWork open(Backend backend) {
    HostTensor values = values();
    Memory memory = backend.memory();
    EagerSession session = new EagerSession(backend);
    HostBuffer host = memory.hostBuffer(values.type(), "benchmark");
    boolean toDevice = direction == Direction.TO_DEVICE;
    Tensor there = toDevice ? session.empty(values.type(), "benchmark") : session.upload(values);
    Operand device = session.operandOf(there);
    if (toDevice) {
      MemorySegment.copy(
          values.toFloats(),
          0,
          host.segment(),
          ValueLayout.JAVA_FLOAT,
          0,
          values.shape().elements());
    }
    return new ReadableWork() {
      @Override
      public void run() {
        if (toDevice) {
          memory.upload(host, device);
        } else {
          memory.download(device, host);
        }
        host.awaitIdle();
      }

      @Override
      public List<HostTensor> results() {
        run();
        return List.of(
            toDevice
                ? there.read()
                : HostTensor.of(values.shape(), host.segment().toArray(ValueLayout.JAVA_FLOAT)));
      }

      @Override
      public void close() {
        try (session) {
          host.close();
        }
      }
    };
  }
}
