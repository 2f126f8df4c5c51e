package org.tucana.cuda.binding;

/** cuBLAS. */
public interface Blas {
  CudaVersion version();
}
