package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import java.util.concurrent.atomic.AtomicInteger;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaFunction;

/**
 * A kernel through JCuda.
 *
 * @param sharedBytes shared memory that its launches may ask for
 */
record JCudaFunction(CUfunction handle, AtomicInteger sharedBytes) implements CudaFunction {
  /** What launches may ask for without saying so before. */
  private static final int USUAL_SHARED_BYTES = 48 * 1024;

  JCudaFunction(CUfunction handle) {
    this(handle, new AtomicInteger(USUAL_SHARED_BYTES));
  }

  /** Lets launches ask for so much shared memory. It is never lowered: graphs hold launches. */
  void allow(int bytes) {
    if (bytes > sharedBytes.get()) {
      check(
          "cuFuncSetAttribute",
          JCudaDriver.cuFuncSetAttribute(
              handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes));
      sharedBytes.accumulateAndGet(bytes, Math::max);
    }
  }
}
