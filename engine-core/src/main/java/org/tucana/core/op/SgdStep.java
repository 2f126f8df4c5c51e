package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Optimizer;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/**
 * One step of stochastic gradient descent with momentum for one parameter: value, gradient and
 * momentum buffer of one shape give the new value and the new buffer.
 */
public record SgdStep(Optimizer.Sgd step) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 3);
    StepChecks.alike(this, in, List.of("value", "gradient", "buffer"));
    return List.of(in.get(0), in.get(0));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.optimizer().sgd(step, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("it applies gradients and belongs to no loss");
  }

  /** Three multiply-adds: decay, momentum, update. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(6, in, out);
  }
}
