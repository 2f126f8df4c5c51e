package org.tucana.cuda.binding;

/** Kernels compiled for a device. */
public interface CudaModule extends AutoCloseable {
  CudaFunction function(String name);

  @Override
  void close();
}
