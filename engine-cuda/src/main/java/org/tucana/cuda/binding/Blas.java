package org.tucana.cuda.binding;

/** cuBLAS. */
public interface Blas {
  CudaVersion version();

  /** A handle whose work is queued in the given stream. */
  BlasHandle open(CudaContext context, CudaStream stream);
}
