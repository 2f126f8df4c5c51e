package org.tucana.cuda.binding.jcuda;

import jcuda.jcublas.JCublas2;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.BlasHandle;
import org.tucana.cuda.binding.CudaContext;
import org.tucana.cuda.binding.CudaStream;
import org.tucana.cuda.binding.CudaVersion;

/** cuBLAS through JCublas. */
record JCudaBlas(CudaVersion version) implements Blas {
  // Of CUDA's library_types.h.
  private static final int MAJOR_VERSION = 0;
  private static final int MINOR_VERSION = 1;
  private static final int PATCH_LEVEL = 2;

  JCudaBlas() {
    this(new CudaVersion(property(MAJOR_VERSION), property(MINOR_VERSION), property(PATCH_LEVEL)));
  }

  static void check(String call, int code) {
    Results.check(call, code, JCublas2::cublasGetStatusString);
  }

  private static int property(int property) {
    int[] value = new int[1];
    check("cublasGetProperty", JCublas2.cublasGetProperty(property, value));
    return value[0];
  }

  @Override
  public BlasHandle open(CudaContext context, CudaStream stream) {
    return JCudaBlasHandle.open((JCudaContext) context, (JCudaStream) stream);
  }
}
