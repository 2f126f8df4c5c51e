package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx of {@link SmoothL1} from x, the target and the loss's gradient. */
public record SmoothL1Gradient(LossReduction reduction, double beta) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 3);
    LossChecks.pair(this, in.get(0), in.get(1));
    LossChecks.lossGradient(this, in.get(2), in.get(0));
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .loss()
        .smoothL1Gradient(reduction, beta, in.get(0), in.get(1), in.get(2), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a loss");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(4, in, out);
  }
}
