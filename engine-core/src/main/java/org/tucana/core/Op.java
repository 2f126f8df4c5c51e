package org.tucana.core;

import java.util.List;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/**
 * An operator: a record that says what its outputs are, which kernels compute them, how to
 * differentiate them and what they cost. It does no arithmetic of its own and never writes to its
 * inputs. Optional inputs (a bias) stand last and may be left out of the list.
 */
public interface Op {
  /** As messages and reports show it: {@code conv2d}. */
  default String name() {
    String simple = getClass().getSimpleName();
    return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  /**
   * The types of the outputs.
   *
   * @throws org.tucana.core.type.ShapeException where the inputs do not fit, naming both sides
   */
  List<TensorType> infer(List<TensorType> in);

  /** Calls the kernels; outputs hold undefined values before and are written wholly. */
  void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace);

  Gradient gradient();

  Cost cost(List<TensorType> in, List<TensorType> out);

  /** True where the kernels take operands of any strides; others are given row-major copies. */
  default boolean takesViews() {
    return false;
  }
}
