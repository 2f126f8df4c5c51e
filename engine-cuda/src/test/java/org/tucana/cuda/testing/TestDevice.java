package org.tucana.cuda.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Storage;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.kernel.Device;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.memory.DeviceMemory;
import org.tucana.cuda.memory.PinnedMemory;

/**
 * The first device there is, for kernels of our own: without cuBLAS, and with a cuDNN that leaves
 * everything to them.
 */
public final class TestDevice implements AutoCloseable {
  private final SortedSet<String> launched = new TreeSet<>();
  private final CudaContext context = new NotingContext(open(), launched);
  private final CudaStream stream = context.stream();
  private final PinnedMemory pinned = new PinnedMemory(context);
  private final DeviceMemory memory = new DeviceMemory(context, stream, pinned);
  private final Launcher launcher = new Launcher(context, stream);
  private final List<Storage> storages = new ArrayList<>();

  private static CudaContext open() {
    CudaDriver driver = new JCudaBindings().driver();
    driver.initialize();
    return driver.open(0);
  }

  /** What kernel families are made from. */
  public Device device() {
    return new Device(launcher, memory, null, new RefusingDnn());
  }

  /** Names of the kernels of our own that were launched so far. */
  public SortedSet<String> launched() {
    return Collections.unmodifiableSortedSet(launched);
  }

  public DeviceMemory memory() {
    return memory;
  }

  /** A tensor on the device, until this is closed. */
  public Operand upload(HostTensor values) {
    Operand operand = empty(values.type());
    memory.upload(values, operand);
    return operand;
  }

  /** Room for a tensor. */
  public Operand empty(TensorType type) {
    Storage storage = memory.allocate(type, "test");
    storages.add(storage);
    return Operand.rowMajor(type, storage);
  }

  public HostTensor download(Operand operand) {
    return memory.download(operand);
  }

  /** Closes everything; what kernels allocated and did not give back is an error. */
  @Override
  public void close() {
    storages.forEach(memory::release);
    launcher.close();
    memory.close();
    pinned.close();
    stream.close();
    context.close();
  }
}
