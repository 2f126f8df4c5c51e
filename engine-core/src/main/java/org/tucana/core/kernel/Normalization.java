package org.tucana.core.kernel;

/**
 * Batch normalisation over x [N,C,H,W] (or [N,C]), statistics per channel c over N, H and W,
 * accumulated in double. Other operands are [C]. All row-major.
 */
public interface Normalization {
  /**
   * y = (x - mean) * inverseDeviation * scale + shift, with mean and the biased variance of the
   * batch; inverseDeviation = 1 / sqrt(variance + epsilon).
   */
  void train(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand y,
      Operand mean,
      Operand inverseDeviation);

  /** Gradients of {@link #train}, through the statistics too. */
  void trainGradient(
      Operand x,
      Operand scale,
      Operand mean,
      Operand inverseDeviation,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift);

  /** y = (x - mean) / sqrt(variance + epsilon) * scale + shift with given statistics. */
  void inference(
      double epsilon,
      Operand x,
      Operand scale,
      Operand shift,
      Operand mean,
      Operand variance,
      Operand y);

  /** Gradients of {@link #inference}; the statistics are constants. */
  void inferenceGradient(
      double epsilon,
      Operand x,
      Operand scale,
      Operand mean,
      Operand variance,
      Operand dy,
      Operand dx,
      Operand dScale,
      Operand dShift);
}
