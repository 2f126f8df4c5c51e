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

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        Retain.inputs(0, 1, 3, 4),
        Pullback.ofSingle((saved, dy, wanted) -> {
          List<Tensor> gradients =
              dy.session()
                  .run(
                      new BatchNormGradient(epsilon),
                      List.of(saved.input(0), saved.input(1), saved.input(3), saved.input(4), dy));
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
