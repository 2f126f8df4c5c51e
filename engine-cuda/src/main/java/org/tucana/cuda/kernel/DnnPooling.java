package org.tucana.cuda.kernel;

import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.TensorLayout;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Adaptive average pooling by cuDNN where the windows lie side by side, as in a mean over a whole
 * picture. It sums in float32: the error of a window of n values grows like sqrt(n) epsilons, and
 * is within the contract's tolerance as long as n is small. Methods return false, and have done
 * nothing, where kernels of our own are to do it, with sums in double.
 */
final class DnnPooling {
  private static final int LARGEST_WINDOW = 1024;

  private final Device device;

  DnnPooling(Device device) {
    this.device = device;
  }

  /** Means of the windows of x [N,C,H,W] to y [N,C,P,Q]. */
  boolean average(Operand x, Operand y) {
    return fits(x, y) && device.dnn().averageWindows(tensor(x), tensor(y));
  }

  boolean averageGradient(Operand dy, Operand dx) {
    return fits(dx, dy) && device.dnn().averageWindowsGradient(tensor(dy), tensor(dx));
  }

  private static boolean fits(Operand large, Operand small) {
    return large.dtype() == DType.FLOAT32
        && small.dtype() == DType.FLOAT32
        && large.elements() > 0
        && small.elements() > 0
        && large.dim(2) % small.dim(2) == 0
        && large.dim(3) % small.dim(3) == 0
        && large.elements() / small.elements() <= LARGEST_WINDOW;
  }

  private static DeviceTensor tensor(Operand x) {
    return new DeviceTensor(TensorLayout.rowMajor(x.type()), DeviceStorage.address(x));
  }
}
