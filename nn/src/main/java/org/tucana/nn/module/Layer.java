package org.tucana.nn.module;

import org.tucana.core.Tensor;

/**
 * A module from one tensor to one tensor: what a network holds where it does not matter whether a
 * convolution or product is stored as one weight or as factors.
 */
public abstract class Layer extends NetworkModule {
  protected Layer(ParameterSpace space) {
    super(space);
  }

  /** The layer's output. */
  public abstract Tensor forward(Tensor x);
}
