package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/** dx of {@link CrossEntropy} from x, the target, the loss's gradient and the class weights. */
public record CrossEntropyGradient(LossReduction reduction, int ignoreIndex) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 3, 4);
    LossChecks.classification(this, in.get(0), in.get(1), in.subList(3, in.size()));
    LossChecks.lossGradient(this, in.get(2), in.get(0));
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Optional<Operand> weights = in.size() == 4 ? Optional.of(in.get(3)) : Optional.empty();
    kernels
        .loss()
        .crossEntropyGradient(
            reduction, ignoreIndex, in.get(0), in.get(1), weights, in.get(2), out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.FirstOrderOnly("it is the gradient of a loss");
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(7, in, out);
  }
}
