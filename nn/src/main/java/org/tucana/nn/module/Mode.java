package org.tucana.nn.module;

/**
 * What a forward pass is for. It is an argument of the pass, not a state of the module, so that a
 * model can be read by several sessions at once.
 */
public enum Mode {
  /** Batch statistics normalise and move the running ones. */
  TRAIN,
  /** Running statistics normalise; nothing changes. */
  EVALUATE
}
