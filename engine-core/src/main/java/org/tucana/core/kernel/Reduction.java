package org.tucana.core.kernel;

/** Along axes. Inputs may have any strides; outputs are row-major. */
public interface Reduction {
  /**
   * Combines along the axes in which {@code y} has size 1 and {@code x} has more; both have the
   * same rank. A maximum or minimum over nothing is -infinity or +infinity, a mean over nothing
   * NaN.
   */
  void reduce(ReduceFunction f, Operand x, Operand y);

  /** exp(x - max) / sum exp(x - max) along one axis. */
  void softmax(int axis, Operand x, Operand y);

  /** x - max - log sum exp(x - max) along one axis. */
  void logSoftmax(int axis, Operand x, Operand y);

  /** dx = y * (dy - sum(dy * y)) from softmax's output y. */
  void softmaxGradient(int axis, Operand y, Operand dy, Operand dx);

  /** dx = dy - exp(y) * sum(dy) from log-softmax's output y. */
  void logSoftmaxGradient(int axis, Operand y, Operand dy, Operand dx);

  /**
   * The k largest along the last axis in falling order; equal values keep the order of their
   * positions, NaN comes first. {@code indices} is INT32.
   */
  void topK(Operand x, Operand values, Operand indices);
}
