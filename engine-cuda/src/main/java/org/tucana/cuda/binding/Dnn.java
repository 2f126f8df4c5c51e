package org.tucana.cuda.binding;

/** cuDNN. */
public interface Dnn {
  CudaVersion version();

  /** A handle whose work is queued in the given stream. */
  DnnHandle open(CudaContext context, CudaStream stream);
}
