package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.UnaryFunction;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** What operators over one floating-point operand, element by element, share. */
public sealed interface UnaryOp extends Op
    permits Negate, Abs, Exp, Log, Sqrt, Reciprocal, Relu, Sigmoid, Tanh {
  UnaryFunction function();

  @Override
  default List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 1, 1);
    Check.floating(this, "input", in.getFirst());
    return List.of(in.getFirst());
  }

  @Override
  default void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().unary(function(), in.getFirst(), out.getFirst());
  }

  @Override
  default boolean takesViews() {
    return true;
  }

  /** One operation an element, for elementary functions too. */
  @Override
  default Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(1, in, out);
  }
}
