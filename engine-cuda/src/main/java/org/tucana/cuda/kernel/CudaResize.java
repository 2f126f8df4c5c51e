package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Resize;
import org.tucana.cuda.launch.KernelFile;

/** Interpolation by kernels of our own. */
final class CudaResize implements Resize {
  private final PlaneKernels kernels;

  CudaResize(Device device) {
    kernels = new PlaneKernels(device, KernelFile.RESIZE);
  }

  @Override
  public void nearest(Operand x, Operand y) {
    kernels.forward("nearest", x, y);
  }

  @Override
  public void nearestGradient(Operand dy, Operand dx) {
    kernels.gradient("nearest_gradient", dy, dx);
  }

  @Override
  public void bilinear(Operand x, Operand y) {
    kernels.forward("bilinear", x, y);
  }

  @Override
  public void bilinearGradient(Operand dy, Operand dx) {
    kernels.gradient("bilinear_gradient", dy, dx);
  }
}
