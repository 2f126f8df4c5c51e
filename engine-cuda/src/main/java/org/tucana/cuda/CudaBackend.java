package org.tucana.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import org.tucana.core.Backend;
import org.tucana.core.Plan;
import org.tucana.core.PlanOptions;
import org.tucana.core.Program;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.type.BackendException;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.kernel.CudaKernels;
import org.tucana.cuda.kernel.Device;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.PinnedMemory;
import org.tucana.cuda.plan.CudaPlan;

/**
 * The backend {@code cuda}: one device, and one stream in which everything is queued, so that
 * memory can be reused in the order of the calls. Only page-locked buffers are copied beside it.
 */
final class CudaBackend implements Backend {
  private final CudaContext context;
  private final CudaStream stream;
  private final PinnedMemory pinned;
  private final DeviceMemory memory;
  private final Launcher launcher;
  private final BlasHandle blas;
  private final DnnHandle dnn;
  private final Device device;
  private final Kernels kernels;

  /** On a device, by its number. */
  static CudaBackend open(CudaBindings bindings, int number) {
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      return new CudaBackend(bindings, number, closing);
    } catch (RuntimeException | Error e) {
      closing.forEach(close -> suppressing(e, close));
      throw e;
    }
  }

  /**
   * @param closing closes what is open so far, the last first, should the next not open
   */
  private CudaBackend(CudaBindings bindings, int number, Deque<Runnable> closing) {
    context = bindings.driver().open(number);
    closing.push(context::close);
    stream = context.stream();
    closing.push(stream::close);
    pinned = new PinnedMemory(context);
    closing.push(pinned::close);
    memory = new DeviceMemory(context, stream, pinned);
    launcher = new Launcher(context, stream);
    blas = bindings.blas().open(context, stream);
    closing.push(blas::close);
    dnn = bindings.dnn().open(context, stream);
    device = new Device(launcher, memory, blas, dnn);
    kernels = CudaKernels.of(device);
  }

  private static void suppressing(Throwable failure, Runnable close) {
    try {
      close.run();
    } catch (BackendException more) {
      failure.addSuppressed(more);
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public DeviceMemory memory() {
    return memory;
  }

  @Override
  public Plan compile(Program program, PlanOptions options) {
    DeviceMemory own = new DeviceMemory(context, stream, pinned);
    try {
      return new CudaPlan(this, device, stream, own, program, options);
    } catch (RuntimeException e) {
      suppressing(e, own::close); // that it was in use is no news then
      throw e;
    }
  }

  /** A clock of this device; it is closed before the backend. */
  DeviceTimer timer() {
    return new DeviceTimer(context, stream);
  }

  /** Waits for what is queued; then everything goes, also after an error. */
  @Override
  public void close() {
    try (context;
        stream;
        pinned;
        memory;
        launcher;
        blas;
        dnn) {
      stream.synchronize();
    }
  }
}
