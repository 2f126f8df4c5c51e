package org.tucana.cuda.binding.jcuda;

import jcuda.JCudaVersion;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import org.tucana.cuda.binding.Blas;
import org.tucana.cuda.binding.CudaBindings;
import org.tucana.cuda.binding.CudaDriver;
import org.tucana.cuda.binding.CudaVersion;
import org.tucana.cuda.binding.Dnn;

/** Bindings through JCuda. */
public final class JCudaBindings implements CudaBindings {
  // Of CUDA's library_types.h.
  private static final int MAJOR_VERSION = 0;
  private static final int MINOR_VERSION = 1;
  private static final int PATCH_LEVEL = 2;

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
    CudaVersion version =
        new CudaVersion(
            blasProperty(MAJOR_VERSION), blasProperty(MINOR_VERSION), blasProperty(PATCH_LEVEL));
    return () -> version;
  }

  private static int blasProperty(int property) {
    int[] value = new int[1];
    int code = JCublas2.cublasGetProperty(property, value);
    Results.check("cublasGetProperty", code, JCublas2::cublasGetStatusString);
    return value[0];
  }

  @Override
  public Dnn dnn() {
    NativeLibrary.DNN.place();
    CudaVersion version = CudaVersion.ofDnn(JCudnn.cudnnGetVersion());
    return () -> version;
  }
}
