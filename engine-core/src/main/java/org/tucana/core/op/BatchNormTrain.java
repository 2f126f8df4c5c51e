package org.tucana.core.op;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tucana.core.Cost;
import org.tucana.core.Gradient;
import org.tucana.core.Op;
import org.tucana.core.Retain;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.Kernels;
import org.tucana.core.kernel.Operand;
import org.tucana.core.kernel.Workspace;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/**
 * Batch normalisation in training: x [N,C,H,W] or [N,C], scale and shift [C] give y of x's shape,
 * and mean and inverseDeviation = 1 / sqrt(biased variance + epsilon), both [C], of this batch.
 * Only y can be differentiated. At least two values a channel are needed.
 */
public record BatchNormTrain(double epsilon) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> in) {
    NormChecks.inputs(this, in, List.of("scale", "shift"));
    Shape x = in.getFirst().shape();
    if (x.dim(1) > 0 && x.elements() / x.dim(1) < 2) {
      throw Check.refuse(
          this,
          "a channel of the input "
              + x
              + " has fewer than 2 values and no variance; use a larger batch, or batchNorm"
              + " with given statistics");
    }
    return List.of(in.get(0), in.get(1), in.get(1));
  }

  @Override
  public void run(Kernels kernels, List<Operand> in, List<Operand> out, Workspace workspace) {
    kernels
        .normalization()
        .train(epsilon, in.get(0), in.get(1), in.get(2), out.get(0), out.get(1), out.get(2));
  }

  @Override
  public Gradient gradient() {
    return new Gradient.Rule(
        new Retain(Set.of(0, 1), Set.of(1, 2)),
        (saved, dOut, wanted) -> {
          if (dOut.get(1).isPresent() || dOut.get(2).isPresent()) {
            throw Check.refuse(
                this,
                "a loss depends on the batch's mean or deviation, which have no gradient here;"
                    + " compute them with mean() instead");
          }
          Tensor dy = dOut.getFirst().orElseThrow();
          return dy
              .session()
              .run(
                  new BatchNormTrainGradient(),
                  List.of(saved.input(0), saved.input(1), saved.output(1), saved.output(2), dy))
              .stream()
              .map(Optional::of)
              .toList();
        });
  }

  /** One operation an element for the mean, three for the variance, four to normalise. */
  @Override
  public Cost cost(List<TensorType> in, List<TensorType> out) {
    return Cost.perOutput(8, in, out);
  }
}
