package org.tucana.nn.factor;

import org.tucana.nn.module.Layer;
import org.tucana.nn.module.LayerForm;
import org.tucana.nn.module.ParameterSpace;

/** A convolution or linear layer that is stored as factors. */
public abstract sealed class FactorisedLayer extends Layer permits FactorChain, TensorTrainLinear {
  private final LayerForm form;

  FactorisedLayer(ParameterSpace space, LayerForm form) {
    super(space.whole());
    this.form = form;
  }

  /** How it is stored: what a network needs to know to be made again. */
  public final LayerForm form() {
    return form;
  }
}
