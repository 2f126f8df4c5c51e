package org.tucana.core.op;

import java.util.Optional;
import org.tucana.core.Tensor;
import org.tucana.core.kernel.LossReduction;

/** Losses to one number. */
public final class Losses {
  private Losses() {}

  /**
   * Cross-entropy of logits x [N,C] with classes (INT32 [N]); rows of class {@code ignoreIndex} do
   * not count.
   */
  public static Tensor crossEntropy(
      Tensor x,
      Tensor target,
      Optional<Tensor> classWeights,
      int ignoreIndex,
      LossReduction reduction) {
    return x.session()
        .run(new CrossEntropy(reduction, ignoreIndex), Rules.inputs(classWeights, x, target))
        .getFirst();
  }

  /** Binary cross-entropy of logits x with probabilities of the same shape. */
  public static Tensor binaryCrossEntropyWithLogits(
      Tensor x, Tensor target, LossReduction reduction) {
    return x.session().one(new BinaryCrossEntropyWithLogits(reduction), x, target);
  }

  /** Absolute difference, rounded off to a parabola below {@code beta}. */
  public static Tensor smoothL1(Tensor x, Tensor target, double beta, LossReduction reduction) {
    return x.session().one(new SmoothL1(reduction, beta), x, target);
  }
}
