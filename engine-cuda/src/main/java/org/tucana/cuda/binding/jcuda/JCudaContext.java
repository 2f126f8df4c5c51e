package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUevent;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaModule;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.DeviceLimits;

/**
 * A device's primary context through JCuda, the one that cuBLAS and cuDNN use too. CUDA keeps the
 * context in use by thread, so each call says which it means.
 */
final class JCudaContext implements CudaContext {
  private final CUdevice device;
  private final CUcontext context = new CUcontext();

  JCudaContext(CUdevice device) {
    this.device = device;
    check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
  }

  /** Makes this the context of the calling thread. */
  void enter() {
    check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  @Override
  public Room room() {
    enter();
    long[] free = new long[1];
    long[] total = new long[1];
    check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return new Room(free[0], total[0]);
  }

  @Override
  public DeviceLimits limits() {
    return new DeviceLimits(
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
  }

  private int attribute(int which) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, which, device));
    return value[0];
  }

  @Override
  public OptionalLong allocate(long bytes) {
    enter();
    DevicePointer pointer = new DevicePointer();
    int code = JCudaDriver.cuMemAlloc(pointer, bytes);
    if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return OptionalLong.empty();
    }
    check("cuMemAlloc", code);
    return OptionalLong.of(pointer.address());
  }

  @Override
  public void free(long address) {
    enter();
    check("cuMemFree", JCudaDriver.cuMemFree(new DevicePointer(address)));
  }

  @Override
  public Optional<MemorySegment> allocatePinned(long bytes) {
    enter();
    HostPointer pointer = new HostPointer();
    int code = JCudaDriver.cuMemAllocHost(pointer, bytes);
    if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return Optional.empty();
    }
    check("cuMemAllocHost", code);
    return Optional.of(pointer.segment(bytes));
  }

  @Override
  public void freePinned(MemorySegment block) {
    enter();
    check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(new HostPointer(block)));
  }

  @Override
  public CudaStream stream() {
    enter();
    CUstream stream = new CUstream();
    check(
        "cuStreamCreate",
        JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return new JCudaStream(this, stream, new LaunchArguments());
  }

  @Override
  public CudaEvent event() {
    enter();
    CUevent event = new CUevent();
    check("cuEventCreate", JCudaDriver.cuEventCreate(event, 0));
    return new JCudaEvent(this, event);
  }

  @Override
  public CudaModule load(String ptx) {
    enter();
    byte[] text = ptx.getBytes(StandardCharsets.UTF_8);
    CUmodule module = new CUmodule();
    // The driver reads up to a zero byte.
    check(
        "cuModuleLoadData",
        JCudaDriver.cuModuleLoadData(module, Arrays.copyOf(text, text.length + 1)));
    return new JCudaModule(this, module);
  }

  @Override
  public void close() {
    check("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(device));
  }
}
