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
 * One step of Adam or AdamW for one parameter: value, gradient and both moments of one shape give
 * the new value and the new moments.
 */
public record AdamStep(Optimizer.Adam step) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 4, 4);
    StepChecks.alike(this, in, List.of("value", "gradient", "first moment", "second moment"));
    return List.of(in.get(0), in.get(0), in.get(0));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .optimizer()
        .adam(step, in.get(0), in.get(1), in.get(2), in.get(3), out.get(0), out.get(1), out.get(2));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.None("it applies gradients and belongs to no loss");
  }

  /** Decay 2, first moment 3, second moment 4, root, quotient and update 5. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(14, in, out);
  }
}
