package org.tucana.core.kernel;

/** How a reduction combines values. Sums and means accumulate in double. */
public enum ReduceFunction {
  SUM,
  MEAN,
  MAXIMUM,
  MINIMUM
}
