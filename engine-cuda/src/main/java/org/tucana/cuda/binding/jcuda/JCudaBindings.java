package org.tucana.cuda.binding.jcuda;

import jcuda.JCudaVersion;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.Dnn;

/** Bindings through JCuda. */
public final class JCudaBindings implements CudaBindings {
  @Override
  public String version() {
    return "JCuda " + JCudaVersion.get();
  }

  @Override
  public boolean hasNatives() {
    return NativeLibrary.DRIVER.isOnClassPath();
  }

  @Override
  public CudaDriver driver() {
    NativeLibrary.DRIVER.place();
    return new JCudaDriverBinding();
  }

  @Override
  public Blas blas() {
    NativeLibrary.BLAS.place();
    return new JCudaBlas();
  }

  @Override
  public Dnn dnn() {
    NativeLibrary.DNN.place();
    return new JCudaDnn();
  }
}
