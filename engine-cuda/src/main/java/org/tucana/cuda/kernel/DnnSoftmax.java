package org.tucana.cuda.kernel;

import java.util.Arrays;
import org.tucana.core.kernel.Operand;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.cuda.binding.DeviceTensor;
import org.tucana.cuda.binding.TensorLayout;
import org.tucana.cuda.memory.DeviceStorage;

/**
 * Softmax and its gradients by cuDNN, which sums in float32: the error of a sum of n terms grows
 * like sqrt(n) epsilons, and is within the contract's tolerance as long as n is small. Methods
 * return false, and have done nothing, where kernels of our own are to do it, with sums in double.
 */
final class DnnSoftmax {
  private static final int LONGEST = 1024;

  private final Device device;

  DnnSoftmax(Device device) {
    this.device = device;
  }

  /** Softmax along an axis, or its logarithm. */
  boolean softmax(boolean logarithm, int axis, Operand x, Operand y) {
    return fits(axis, x, y) && device.dnn().softmax(logarithm, tensor(axis, x), tensor(axis, y));
  }

  /** The gradient from softmax's output y. */
  boolean gradient(boolean logarithm, int axis, Operand y, Operand dy, Operand dx) {
    return fits(axis, y, dy, dx)
        && device
            .dnn()
            .softmaxGradient(logarithm, tensor(axis, y), tensor(axis, dy), tensor(axis, dx));
  }

  private static boolean fits(int axis, Operand... operands) {
    Operand first = operands[0];
    return first.dtype() == DType.FLOAT32
        && first.elements() > 0
        && first.dim(axis) <= LONGEST
        && Arrays.stream(operands).allMatch(o -> o.dtype() == first.dtype() && o.isRowMajor());
  }

  /** Row-major elements as [outer, the axis, inner, 1]. */
  private static DeviceTensor tensor(int axis, Operand x) {
    int at = x.shape().axis(axis);
    int outer = 1;
    for (int i = 0; i < at; i++) {
      outer *= x.dim(i);
    }
    int inner = x.elements() / outer / x.dim(at);
    return new DeviceTensor(
        TensorLayout.rowMajor(x.type().withShape(Shape.of(outer, x.dim(at), inner, 1))),
        DeviceStorage.address(x));
  }
}
