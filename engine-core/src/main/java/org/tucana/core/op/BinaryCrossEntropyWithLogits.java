package org.tucana.core.op;

import java.util.List;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.LossReduction;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * -t * log sigmoid(x) - (1 - t) * log(1 - sigmoid(x)) over all elements of logits x and targets t
 * of one shape, computed as max(x, 0) - x * t + log(1 + exp(-|x|)); the mean of nothing is 0.
 */
public record BinaryCrossEntropyWithLogits(LossReduction reduction) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    Check.inputs(this, in, 2, 2);
    LossChecks.pair(this, in.get(0), in.get(1));
    return List.of(in.getFirst().withShape(Shape.scalar()));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels.loss().binaryCrossEntropy(reduction, in.get(0), in.get(1), out.getFirst());
  }

  /** The loss is linear in the target: dt = -x * dy, divided by the count for a mean. */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1),
        Pullback.ofSingle((saved, dy, wanted) ->
            List.of(
                Rules.when(
                    wanted,
                    0,
                    () ->
                        dy.session()
                            .one(
                                new BinaryCrossEntropyWithLogitsGradient(reduction),
                                saved.input(0),
                                saved.input(1),
                                dy)),
                Rules.when(
                    wanted,
                    1,
                    () ->
                        Arithmetic.multiply(
                            Arithmetic.scale(
                                saved.input(0), -1.0 / divisor(saved.inputType(0).shape())),
                            dy)))));
  }

  private int divisor(Shape x) {
    return reduction == LossReduction.MEAN ? x.elements() : 1;
  }

  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.of(0, 8L * in.getFirst().shape().elements(), in, out);
  }
}
