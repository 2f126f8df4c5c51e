package org.tucana.cuda.binding;

/** cuDNN. */
public interface Dnn {
  CudaVersion version();
}
