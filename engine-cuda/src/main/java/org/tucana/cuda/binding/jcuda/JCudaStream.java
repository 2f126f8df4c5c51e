package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntSupplier;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaEvent;
import org.tucana.cuda.binding.CudaFunction;
import org.tucana.cuda.binding.CudaGraph;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.LaunchShape;

/** A stream through JCuda; its handle's monitor is what callers wait for. */
record JCudaStream(JCudaContext context, CUstream handle, LaunchArguments launchArguments)
    implements CudaStream {
  @Override
  public void upload(MemorySegment pinned, long address) {
    queue(
        "cuMemcpyHtoDAsync",
        () ->
            JCudaDriver.cuMemcpyHtoDAsync(
                new DevicePointer(address), new HostPointer(pinned), pinned.byteSize(), handle));
  }

  @Override
  public void download(long address, MemorySegment pinned) {
    queue(
        "cuMemcpyDtoHAsync",
        () ->
            JCudaDriver.cuMemcpyDtoHAsync(
                new HostPointer(pinned), new DevicePointer(address), pinned.byteSize(), handle));
  }

  @Override
  public void copy(long from, long to, long bytes) {
    queue(
        "cuMemcpyDtoDAsync",
        () ->
            JCudaDriver.cuMemcpyDtoDAsync(
                new DevicePointer(to), new DevicePointer(from), bytes, handle));
  }

  @Override
  public void launch(CudaFunction function, LaunchShape shape, List<KernelArgument> arguments) {
    JCudaFunction kernel = (JCudaFunction) function;
    if (shape.sharedBytes() > 0) {
      context.enter();
      kernel.allow(shape.sharedBytes());
    }
    queue(
        "cuLaunchKernel",
        () ->
            JCudaDriver.cuLaunchKernel(
                kernel.handle(),
                shape.blocks(),
                1,
                1,
                shape.threads(),
                1,
                1,
                shape.sharedBytes(),
                handle,
                launchArguments.of(arguments),
                null));
  }

  @Override
  public void record(CudaEvent event) {
    queue("cuEventRecord", () -> JCudaDriver.cuEventRecord(((JCudaEvent) event).handle(), handle));
  }

  @Override
  public void await(CudaEvent event) {
    queue(
        "cuStreamWaitEvent",
        () -> JCudaDriver.cuStreamWaitEvent(handle, ((JCudaEvent) event).handle(), 0));
  }

  @Override
  public void synchronize() {
    queue("cuStreamSynchronize", () -> JCudaDriver.cuStreamSynchronize(handle));
  }

  @Override
  public void close() {
    try (launchArguments) {
      queue("cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(handle));
    }
  }

  private void queue(String call, IntSupplier function) {
    check(call, codeOf(function));
  }

  /** What a call answers during which no other thread queues anything here. */
  int codeOf(IntSupplier function) {
    synchronized (handle) {
      context.enter();
      return function.getAsInt();
    }
  }

  @Override
  public void exclusively(Runnable work) {
    synchronized (handle) {
      context.enter();
      work.run();
    }
  }

  @Override
  public CudaGraph capture(Runnable work) {
    CUgraph graph = new CUgraph();
    CUgraphExec ready = new CUgraphExec();
    synchronized (handle) {
      context.enter();
      check(
          "cuStreamBeginCapture",
          JCudaDriver.cuStreamBeginCapture(
              handle, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        // Ends the capture in any case; the error is what went wrong first.
        JCudaDriver.cuStreamEndCapture(handle, graph);
        throw e;
      }
      check("cuStreamEndCapture", JCudaDriver.cuStreamEndCapture(handle, graph));
    }
    try {
      check("cuGraphInstantiate", JCudaDriver.cuGraphInstantiate(ready, graph, 0));
    } finally {
      check("cuGraphDestroy", JCudaDriver.cuGraphDestroy(graph));
    }
    return new JCudaGraph(context, ready);
  }
}
