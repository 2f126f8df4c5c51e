package org.tucana.cuda.binding.jcuda;

import static org.tucana.cuda.binding.jcuda.JCudaDriverBinding.check;

import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;
import org.tucana.cuda.binding.CudaFunction;

/** A kernel through JCuda. */
final class JCudaFunction implements CudaFunction {
  /** Shared memory that launches may ask for without saying so before. */
  private static final int USUAL_SHARED_BYTES = 48 * 1024;

  private final CUfunction handle;
  private int sharedBytes = USUAL_SHARED_BYTES;

  JCudaFunction(CUfunction handle) {
    this.handle = handle;
  }

  CUfunction handle() {
    return handle;
  }

  /** Lets launches ask for so much shared memory. It is never lowered: graphs hold launches. */
  synchronized void allow(int bytes) {
    if (bytes > sharedBytes) {
      check(
          "cuFuncSetAttribute",
          JCudaDriver.cuFuncSetAttribute(
              handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes));
      sharedBytes = bytes;
    }
  }
}
