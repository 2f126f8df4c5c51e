package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.BinaryFunction;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** What gradients of activations share: inputs dy and the activation's output y, of one type. */
sealed interface ActivationGradient extends Op permits ReluGradient, SigmoidGradient, TanhGradient {
  BinaryFunction function();

  @Override
  default List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    TensorType dy = in.get(0);
    Check.floating(this, "output gradient", dy);
    Check.shape(this, "output", in.get(1), dy.shape());
    Check.like(this, "output", in.get(1), dy);
    return List.of(dy);
  }

  @Override
  default void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.pointwise().binary(function(), in.get(0), in.get(1), out.getFirst());
  }

  @Override
  default boolean takesViews() {
    return true;
  }

  @Override
  default Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of an activation");
  }
}
