package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaEvent;

/** An event through JCuda. */
record JCudaEvent(JCudaContext context, CUevent handle) implements CudaEvent {
  @Override
  public void synchronize() {
    context.enter();
    check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(handle));
  }

  @Override
  public float millisecondsSince(CudaEvent earlier) {
    context.enter();
    float[] milliseconds = new float[1];
    check(
        "cuEventElapsedTime",
        JCudaDriver.cuEventElapsedTime(milliseconds, ((JCudaEvent) earlier).handle, handle));
    return milliseconds[0];
  }

  @Override
  public void close() {
    context.enter();
    check("cuEventDestroy", JCudaDriver.cuEventDestroy(handle));
  }
}
