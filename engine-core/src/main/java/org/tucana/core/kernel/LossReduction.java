package org.tucana.core.kernel;

/** How a loss over many elements becomes one number. */
public enum LossReduction {
  MEAN,
  SUM
}
