package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import org.tucana.core.Constant;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Pullback;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.TensorType;

/**
 * Batch normalisation with given statistics, for inference and frozen layers: y = (x - mean) /
 * sqrt(variance + epsilon) * scale + shift for x [N,C,H,W] or [N,C] and vectors [C]. The statistics
 * are constants: no gradient flows into them.
 */
public record BatchNorm(double epsilon) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    NormChecks.inputs(this, in, List.of("scale", "shift", "mean", "variance"));
    return List.of(in.getFirst());
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .normalization()
        .inference(epsilon, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), out.getFirst());
  }

  /**
   * Where scale and shift are constants too, as in frozen layers, dx = dy / sqrt(variance +
   * epsilon) * scale is itself such a normalisation, about 0 and without a shift.
   */
  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1, 3, 4),
        Pullback.ofSingle((saved, dy, wanted) -> {
          Tensor scale = saved.input(1);
          Tensor variance = saved.input(4);
          if (!wanted.get(1) && !wanted.get(2)) {
            Tensor zero = dy.session().one(new Constant(scale.type(), 0));
            return List.of(
                Optional.of(dy.session().one(this, dy, scale, zero, zero, variance)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
          }
          List<Tensor> gradients =
              dy.session()
                  .run(
                      new BatchNormGradient(epsilon),
                      List.of(saved.input(0), scale, saved.input(3), variance, dy));
          return List.of(
              Optional.of(gradients.get(0)),
              Optional.of(gradients.get(1)),
              Optional.of(gradients.get(2)),
              Optional.empty(),
              Optional.empty());
        }));
  }

  /** One factor and one shift a channel, so two operations an element. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(2, in, out);
  }
}
