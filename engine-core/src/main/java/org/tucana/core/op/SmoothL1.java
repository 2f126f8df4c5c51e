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
import org.tucana.core.type.ShapeException;
import org.tucana.core.type.TensorType;

/**
 * With d = |x - t|: d * d / (2 beta) below beta and d - beta / 2 from there on, over all elements
 * (Girshick 2015); beta 0 is the absolute difference. The mean of nothing is 0.
 */
public record SmoothL1(LossReduction reduction, double beta) implements Op {
  public SmoothL1 {
    if (!(beta >= 0)) {
      throw new ShapeException(
          "smoothL1: beta must not be negative, got " + beta + "; choose 0 or more");
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    LossChecks.pair(this, in.get(0), in.get(1));
    return List.of(in.getFirst().withShape(Shape.scalar()));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.loss().smoothL1(reduction, beta, in.get(0), in.get(1), out.getFirst());
  }

  /** The loss depends on x - t, so dt = -dx. */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Tensor dx =
              dy.session()
                  .one(new SmoothL1Gradient(reduction, beta), saved.input(0), saved.input(1), dy);
          return List.of(Optional.of(dx), Rules.when(wanted, 1, () -> Arithmetic.negate(dx)));
        }));
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, 5L * in.getFirst().shape().elements(), in, out);
  }
}
