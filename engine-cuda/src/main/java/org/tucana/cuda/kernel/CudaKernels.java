package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Convolution;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Normalization;

/** The families of a device. */
public final class CudaKernels {
  private CudaKernels() {}

  public static Kernels of(Device device) {
    return new Kernels(
        new CudaPointwise(device),
        new CudaReduction(device),
        missing(Matmul.class),
        missing(Convolution.class),
        missing(Normalization.class),
        new CudaPooling(device),
        new CudaIndexing(device),
        new CudaResize(device),
        new CudaLoss(device),
        new CudaRegion(device),
        new CudaOptimizer(device));
  }

  private static <T> T missing(Class<T> family) {
    return family.cast(
        java.lang.reflect.Proxy.newProxyInstance(
            family.getClassLoader(),
            new Class<?>[] {family},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(family.getSimpleName() + ": not there yet");
            }));
  }
}
