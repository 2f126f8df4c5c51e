package org.tucana.cuda.kernel;

import static org.tucana.cuda.kernel.Arguments.address;

import org.tucana.core.kernel.KernelChecks;
import org.tucana.core.kernel.Operand;
import org.tucana.cuda.launch.KernelFile;
import org.tucana.cuda.launch.Structs;

/** Kernels over row-major planes of [N,C,H,W], a thread a result; gradients gather. */
record PlaneKernels(Device device, KernelFile file) {

  /** y [N,C,P,Q] from x [N,C,H,W]. */
  void forward(String operation, Operand x, Operand y) {
    String kernel = ElementTypes.FLOATING.kernel(operation, x);
    KernelChecks.sameType(operation, x, y);
    device
        .launcher()
        .each(file, kernel, y.elements(), Structs.planes(x, y), address(x), address(y));
  }

  /** dx [N,C,H,W], all of it, from dy [N,C,P,Q]. */
  void gradient(String operation, Operand dy, Operand dx) {
    String kernel = ElementTypes.FLOATING.kernel(operation, dy);
    KernelChecks.sameType(operation, dy, dx);
    device
        .launcher()
        .each(file, kernel, dx.elements(), Structs.planes(dx, dy), address(dy), address(dx));
  }
}
