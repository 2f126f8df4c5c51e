package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Matmul;
import org.tucana.core.kernel.Pointwise;
import org.tucana.core.kernel.Reduction;

/** The families of a device. */
public final class CudaKernels {
  private CudaKernels() {}

  public static Kernels of(Device device) {
    Pointwise pointwise = new CudaPointwise(device);
    Reduction reduction = new CudaReduction(device);
    Matmul matmul = new CudaMatmul(device, pointwise);
    return new Kernels(
        pointwise,
        reduction,
        matmul,
        new CudaConvolution(device, pointwise, matmul, reduction),
        new CudaNormalization(device),
        new CudaPooling(device),
        new CudaIndexing(device),
        new CudaResize(device),
        new CudaLoss(device),
        new CudaRegion(device),
        new CudaOptimizer(device));
  }

  /**
   * The same families, of which the convolutions look before each call for the fastest algorithm
   * that gives the same bits; the device computes so from then on. They wait for the device, so
   * that they do for a plan's first run and never for its capture.
   */
  public static Kernels tuning(Kernels kernels) {
    return new Kernels(
        kernels.pointwise(),
        kernels.reduction(),
        kernels.matmul(),
        ((CudaConvolution) kernels.convolution()).tuning(),
        kernels.normalization(),
        kernels.pooling(),
        kernels.indexing(),
        kernels.resize(),
        kernels.loss(),
        kernels.region(),
        kernels.optimizer());
  }
}
