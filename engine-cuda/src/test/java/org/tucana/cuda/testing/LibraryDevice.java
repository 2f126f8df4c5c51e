package org.tucana.cuda.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DnnHandle;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.kernel.Device;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.PinnedMemory;

/** The first device there is with cuBLAS and cuDNN, the latter behind a wrapper of the test's. */
public final class LibraryDevice implements Workspace, AutoCloseable {
  private final CudaContext context;
  private final CudaStream stream;
  private final PinnedMemory pinned;
  private final DeviceMemory memory;
  private final Launcher launcher;
  private final BlasHandle blas;
  private final DnnHandle dnn;
  private final Device device;
  private final List<Storage> storages = new ArrayList<>();

  public LibraryDevice() {
    this(UnaryOperator.identity());
  }

  /** Skips the test where there is no device. */
  public LibraryDevice(UnaryOperator<DnnHandle> wrapper) {
    SoftwareDevice.assumePlaced();
    CudaBindings bindings = new JCudaBindings();
    CudaDriver driver = bindings.driver();
    driver.initialize();
    context = driver.open(0);
    stream = context.stream();
    pinned = new PinnedMemory(context);
    memory = new DeviceMemory(context, stream, pinned);
    launcher = new Launcher(context, stream);
    blas = bindings.blas().open(context, stream);
    dnn = bindings.dnn().open(context, stream);
    device = new Device(launcher, memory, blas, wrapper.apply(dnn));
  }

  public Device device() {
    return device;
  }

  public CudaStream stream() {
    return stream;
  }

  public DeviceMemory memory() {
    return memory;
  }

  @Override
  public Operand scratch(TensorType type) {
    Storage storage = memory.allocate(type, "test");
    storages.add(storage);
    return Operand.rowMajor(type, storage);
  }

  @Override
  public Numerics numerics() {
    return Numerics.float32();
  }

  /** A row-major tensor on the device, until this is closed. */
  public Operand upload(HostTensor values) {
    Operand operand = scratch(values.type());
    memory.upload(values, operand);
    return operand;
  }

  @Override
  public void close() {
    storages.forEach(memory::release);
    dnn.close();
    blas.close();
    launcher.close();
    memory.close();
    pinned.close();
    stream.close();
    context.close();
  }
}
