package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;
import static org.tucana.cuda.kernel.Arguments.number;

import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.kernel.Pooling;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.KernelArgument;
import org.tucana.cuda.binding.KernelArgument.Address;
import org.tucana.cuda.binding.KernelArgument.Struct;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Launcher;
import org.tucana.cuda.launch.Structs;

/**
 * Pooling by kernels of our own: the maximum with its places, which cuDNN does not tell, and means
 * of windows of unlike sizes; means of small windows side by side by cuDNN.
 */
final class CudaPooling implements Pooling {
  private final Device device;
  private final PlaneKernels averages;
  private final DnnPooling library;

  CudaPooling(Device device) {
    this.device = device;
    averages = new PlaneKernels(device, KernelFile.POOLING);
    library = new DnnPooling(device);
  }

  @Override
  public void maximum(PoolGeometry geometry, Operand x, Operand y, Operand indices) {
    String kernel = ElementTypes.FLOATING.kernel("max_pool", x);
    KernelChecks.sameType("max_pool", x, y);
    ElementTypes.INDICES.require("max_pool", indices);
    each(
        kernel,
        y.elements(),
        Structs.planes(x, y),
        number(geometry.size()),
        number(geometry.stride()),
        number(geometry.padding()),
        address(x),
        address(y),
        address(indices));
  }

  /**
   * An input is told neither the window nor the stride: the first two launches find in the indices
   * which outputs may have come from it.
   */
  @Override
  public void maximumGradient(Operand dy, Operand indices, Operand dx) {
    String kernel = ElementTypes.FLOATING.kernel("max_pool_gradient", dy);
    KernelChecks.sameType("max_pool_gradient", dy, dx);
    ElementTypes.INDICES.require("max_pool_gradient", indices);
    if (dx.elements() == 0) {
      return;
    }
    Struct planes = Structs.planes(dx, dy);
    int outputLines = dy.dim(2) + dy.dim(3);
    int inputLines = dx.dim(2) + dx.dim(3);
    try (Scratch scratch = device.scratch("max_pool_gradient")) {
      Address low = scratch.address(DType.INT32, outputLines);
      Address high = scratch.address(DType.INT32, outputLines);
      device
          .launcher()
          .blocks(
              KernelFile.POOLING,
              "max_pool_bounds",
              outputLines,
              Launcher.THREADS,
              planes,
              address(indices),
              low,
              high);
      Address first = scratch.address(DType.INT32, inputLines);
      Address last = scratch.address(DType.INT32, inputLines);
      each("max_pool_reach", inputLines, planes, low, high, first, last);
      each(kernel, dx.elements(), planes, first, last, address(dy), address(indices), address(dx));
    }
  }

  @Override
  public void adaptiveAverage(Operand x, Operand y) {
    if (!library.average(x, y)) {
      averages.forward("adaptive_average", x, y);
    }
  }

  @Override
  public void adaptiveAverageGradient(Operand dy, Operand dx) {
    if (!library.averageGradient(dy, dx)) {
      averages.gradient("adaptive_average_gradient", dy, dx);
    }
  }

  private void each(String kernel, long threads, KernelArgument... arguments) {
    device.launcher().each(KernelFile.POOLING, kernel, threads, arguments);
  }
}
