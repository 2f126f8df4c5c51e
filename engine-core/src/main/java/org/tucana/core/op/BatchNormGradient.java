package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx, dScale and dShift of {@link BatchNorm} from x, scale, mean, variance and dy. */
public record BatchNormGradient(double epsilon) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 5, 5);
    NormChecks.inputs(this, in.subList(0, 4), List.of("scale", "mean", "variance"));
    return NormChecks.gradients(this, in.get(0), in.get(1), in.get(4));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .normalization()
        .inferenceGradient(
            epsilon,
            in.get(0),
            in.get(1),
            in.get(2),
            in.get(3),
            in.get(4),
            out.get(0),
            out.get(1),
            out.get(2));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of batch normalisation");
  }

  /** Two sums of one and three operations an element, one product for dx. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(5, in, out);
  }
}
