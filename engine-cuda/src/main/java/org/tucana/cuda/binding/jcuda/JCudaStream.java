package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/** A stream through JCuda. */
record JCudaStream(JCudaContext context, CUstream handle) implements CudaStream {
  @Override
  public void upload(MemorySegment pinned, long address) {
    context.enter();
    check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(
            new DevicePointer(address), new HostPointer(pinned), pinned.byteSize(), handle));
  }

  @Override
  public void download(long address, MemorySegment pinned) {
    context.enter();
    check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(
            new HostPointer(pinned), new DevicePointer(address), pinned.byteSize(), handle));
  }

  @Override
  public void copy(long from, long to, long bytes) {
    context.enter();
    check(
        "cuMemcpyDtoDAsync",
        JCudaDriver.cuMemcpyDtoDAsync(
            new DevicePointer(to), new DevicePointer(from), bytes, handle));
  }

  @Override
  public void launch(CudaFunction function, LaunchShape shape, List<KernelArgument> arguments) {
    context.enter();
    Pointer[] values = arguments.stream().map(JCudaStream::pointer).toArray(Pointer[]::new);
    check(
        "cuLaunchKernel",
        JCudaDriver.cuLaunchKernel(
            ((JCudaFunction) function).handle(),
            shape.blocks(),
            1,
            1,
            shape.threads(),
            1,
            1,
            shape.sharedBytes(),
            handle,
            Pointer.to(values),
            null));
  }

  private static Pointer pointer(KernelArgument argument) {
    return switch (argument) {
      case KernelArgument.Address(long value) -> Pointer.to(new long[] {value});
      case KernelArgument.Int32(int value) -> Pointer.to(new int[] {value});
      case KernelArgument.Int64(long value) -> Pointer.to(new long[] {value});
      case KernelArgument.Float32(float value) -> Pointer.to(new float[] {value});
      case KernelArgument.Float64(double value) -> Pointer.to(new double[] {value});
      case KernelArgument.Struct(byte[] value) -> Pointer.to(value);
    };
  }

  @Override
  public void record(CudaEvent event) {
    context.enter();
    check("cuEventRecord", JCudaDriver.cuEventRecord(((JCudaEvent) event).handle(), handle));
  }

  @Override
  public void await(CudaEvent event) {
    context.enter();
    check(
        "cuStreamWaitEvent",
        JCudaDriver.cuStreamWaitEvent(handle, ((JCudaEvent) event).handle(), 0));
  }

  @Override
  public void synchronize() {
    context.enter();
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(handle));
  }

  @Override
  public void close() {
    context.enter();
    check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(handle));
  }
}
