package org.tucana.core.kernel;

/** Functions of two values; comparisons yield BOOL. */
public enum BinaryFunction {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  GREATER,
  GREATER_EQUAL,
  EQUAL,
  /** First operand where the second (the function's output) is positive, else 0. */
  RELU_GRADIENT,
  /** dy * y * (1 - y). */
  SIGMOID_GRADIENT,
  /** dy * (1 - y * y). */
  TANH_GRADIENT
}
