package org.tucana.core.kernel;

/** Functions of one value. */
public enum UnaryFunction {
  NEGATE,
  ABS,
  EXP,
  LOG,
  SQRT,
  RECIPROCAL,
  RELU,
  SIGMOID,
  TANH
}
