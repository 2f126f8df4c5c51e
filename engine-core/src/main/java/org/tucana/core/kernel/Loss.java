package org.tucana.core.kernel;

import java.util.Optional;

/** Losses to one number ([1]-element outputs of shape []), accumulated in double; row-major. */
public interface Loss {
  /**
   * -w[t] * log softmax(x)[t] over rows of x [N,C] whose target t (INT32 [N]) is not {@code
   * ignoreIndex}; the mean divides by the sum of the weights used (0 rows: NaN-free 0).
   */
  void crossEntropy(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand loss);

  void crossEntropyGradient(
      LossReduction reduction,
      int ignoreIndex,
      Operand x,
      Operand target,
      Optional<Operand> classWeights,
      Operand dLoss,
      Operand dx);

  /** max(x, 0) - x * t + log(1 + exp(-|x|)); the mean of nothing is 0. */
  void binaryCrossEntropy(LossReduction reduction, Operand x, Operand target, Operand loss);

  void binaryCrossEntropyGradient(
      LossReduction reduction, Operand x, Operand target, Operand dLoss, Operand dx);

  /** d = |x - t|: d * d / (2 beta) below beta, d - beta / 2 from there; beta 0: |x - t|. */
  void smoothL1(LossReduction reduction, double beta, Operand x, Operand target, Operand loss);

  void smoothL1Gradient(
      LossReduction reduction, double beta, Operand x, Operand target, Operand dLoss, Operand dx);
}
