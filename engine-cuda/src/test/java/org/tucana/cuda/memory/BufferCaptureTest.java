package org.tucana.cuda.memory;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tucana.core.HostBuffer;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.TensorType;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaGraph;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.jcuda.JCudaBindings;
import org.tucana.cuda.testing.SoftwareDevice;

/** Buffers beside a plan that is being captured. */
class BufferCaptureTest {
  private static final TensorType TYPE = TensorType.float32(3);

  @Test
  @Timeout(60)
  void aLoadersBufferStaysOutOfTheCapture() throws InterruptedException {
    SoftwareDevice.assumeDevice();
    CudaDriver driver = new JCudaBindings().driver();
    driver.initialize();
    try (CudaContext context = driver.open(0);
        CudaStream stream = context.stream();
        PinnedMemory pinned = new PinnedMemory(context);
        DeviceMemory memory = new DeviceMemory(context, stream, pinned)) {
      Operand x = Operand.rowMajor(TYPE, memory.allocate(TYPE, "x"));
      Operand y = Operand.rowMajor(TYPE, memory.allocate(TYPE, "y"));
      AtomicReference<HostBuffer> made = new AtomicReference<>();
      Thread loader = new Thread(() -> made.set(memory.hostBuffer(TYPE, "picture")));
      try (CudaGraph plan =
              stream.capture(() -> {
                loader.start();
                while (loader.getState() != Thread.State.BLOCKED) {
                  Thread.onSpinWait();
                }
                stream.copy(DeviceStorage.address(x), DeviceStorage.address(y), TYPE.bytes());
              });
          HostBuffer buffer = joined(loader, made)) {
        for (int run = 0; run < 2; run++) {
          buffer.segment().setAtIndex(JAVA_FLOAT, 1, 5 + run);
          memory.upload(buffer, x);
          plan.launch(stream);
          memory.download(y, buffer);
          buffer.awaitIdle();
          assertArrayEquals(
              new float[] {5 + run}, memory.download(y.slice(0, 1, 2)).toFloats(), "run " + run);
        }
      }
      memory.release(x.storage());
      memory.release(y.storage());
    }
  }

  private static HostBuffer joined(Thread loader, AtomicReference<HostBuffer> made)
      throws InterruptedException {
    loader.join();
    return made.get();
  }
}
