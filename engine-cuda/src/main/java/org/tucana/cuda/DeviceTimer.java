package org.tucana.cuda;

import org.tucana.core.Backend;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaStream;

/**
 * Times what a backend {@code cuda} does, by two events in the stream that it queues all work in.
 */
public final class DeviceTimer implements AutoCloseable {
  private final CudaStream stream;
  private final CudaEvent start;
  private final CudaEvent end;

  DeviceTimer(CudaContext context, CudaStream stream) {
    this.stream = stream;
    start = context.event();
    end = context.event();
  }

  /**
   * A clock of the backend's device, to be closed before the backend.
   *
   * @throws BackendException where the backend is none of CUDA's
   */
  public static DeviceTimer of(Backend backend) {
    if (backend instanceof CudaBackend device) {
      return device.timer();
    }
    throw new BackendException(
        "device timer: a backend with a device wanted, got '"
            + backend.name()
            + "'; open the backend cuda");
  }

  /** Milliseconds on the device from what was queued before the work to the end of the work. */
  public double milliseconds(Runnable work) {
    stream.record(start);
    work.run();
    stream.record(end);
    end.synchronize();
    return end.millisecondsSince(start);
  }

  /** Returns when all that the backend has queued is done. */
  public void synchronize() {
    stream.synchronize();
  }

  @Override
  public void close() {
    try (start) {
      end.close();
    }
  }
}
