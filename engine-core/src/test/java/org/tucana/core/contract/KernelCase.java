package org.tucana.core.contract;

import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.testing.Tolerance;
import org.tucana.core.type.HostTensor;
import org.tucana.core.type.Numerics;
import org.tucana.core.type.TensorType;

/**
 * One call of one kernel.
 *
 * @param name kernel, sizes and seed, as failures show them
 * @param strides which operands the kernel takes with any strides
 * @param numerics arithmetic allowed
 * @param inputs values of the inputs
 * @param outputs types of the outputs
 * @param tolerance how far each output may be from the reference
 * @param call the call
 */
record KernelCase(
    String name,
    Strides strides,
    Numerics numerics,
    List<HostTensor> inputs,
    List<TensorType> outputs,
    Tolerance tolerance,
    Call call) {

  /** Which operands may have gaps or axes out of order; all may start inside a storage. */
  enum Strides {
    ROW_MAJOR,
    ANY_INPUTS,
    ANY
  }

  /** Calls the kernel on operands that hold the inputs and receive the outputs. */
  @FunctionalInterface
  interface Call {
    void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace);
  }

  @Override
  public String toString() {
    return name;
  }
}
