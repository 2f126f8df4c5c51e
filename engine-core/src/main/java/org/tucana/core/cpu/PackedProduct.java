package org.tucana.core.cpu;

import java.util.Optional;
import org.tucana.core.cpu.blocked.LinearProduct;
import org.tucana.core.cpu.threads.Workers;
import org.tucana.core.host.HostStorage;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Conv2d;
import org.tucana.core.op.Linear;
import org.tucana.core.plan.FoldedWeights;
import org.tucana.core.plan.FusedStep;

/** A step's folded weights, packed; packed anew after they were folded anew. */
final class PackedProduct {
  private final Workers workers;
  private final FusedStep step;
  private final FoldedWeights folded;
  private Optional<PackedWeights> weights = Optional.empty();
  private Optional<LinearProduct> linear = Optional.empty();

  PackedProduct(Workers workers, FusedStep step, FoldedWeights folded) {
    this.workers = workers;
    this.step = step;
    this.folded = folded;
    pack();
  }

  void refresh() {
    if (folded.refresh()) {
      pack();
    }
  }

  private void pack() {
    Operand w = folded.product();
    if (step.op() instanceof Linear && step.residual().isEmpty()) {
      linear =
          Optional.of(
              new LinearProduct(workers, w.dim(0), w.dim(1), HostStorage.floats(w), w.offset()));
    }
    if (step.op() instanceof Conv2d conv) {
      ConvolutionShape shape =
          new ConvolutionShape(
              1,
              w.dim(1) * conv.geometry().groups(),
              w.dim(2),
              w.dim(3),
              w.dim(0),
              w.dim(2),
              w.dim(3),
              conv.geometry());
      weights = Optional.of(PackedWeights.of(workers, shape, HostStorage.floats(w), w.offset()));
    }
  }

  /** Packed weights of a convolution. */
  PackedWeights weights() {
    return weights.orElseThrow();
  }

  /** Packed weight of a linear layer without residual. */
  Optional<LinearProduct> linear() {
    return linear;
  }
}
