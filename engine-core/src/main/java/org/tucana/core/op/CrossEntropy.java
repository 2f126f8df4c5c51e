package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * -w[t] * log softmax(x)[t] over rows of logits x [N,C] with targets t (INT32 [N]) and class
 * weights w [C] (may be left out); rows whose target is {@code ignoreIndex} do not count. The mean
 * divides by the sum of the weights used and is 0 for no rows.
 */
public record CrossEntropy(LossReduction reduction, int ignoreIndex) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 3);
    LossChecks.classification(this, in.get(0), in.get(1), in.subList(2, in.size()));
    return List.of(in.getFirst().withShape(Shape.scalar()));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    Optional<Operand> weights = in.size() == 3 ? Optional.of(in.get(2)) : Optional.empty();
    kernels
        .loss()
        .crossEntropy(reduction, ignoreIndex, in.get(0), in.get(1), weights, out.getFirst());
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1, 2),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Optional<Tensor> weights =
              saved.inputs() == 3 ? Optional.of(saved.input(2)) : Optional.empty();
          List<Tensor> in = Rules.inputs(weights, saved.input(0), saved.input(1), dy);
          Tensor dx =
              dy.session().run(new CrossEntropyGradient(reduction, ignoreIndex), in).getFirst();
          return List.of(Optional.of(dx), Optional.empty(), Optional.empty());
        }));
  }

  /** As log-softmax, five operations a logit. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, 5L * in.getFirst().shape().elements(), in, out);
  }
}
