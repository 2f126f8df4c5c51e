package org.tucana.nn.module;

import org.tucana.core.Tensor;
import org.tucana.core.op.Activations;

/** A rectifier as a module, so that traces name it. */
public final class ReluLayer extends Layer {
  public ReluLayer(ParameterSpace space) {
    super(space);
  }

  /** max(x, 0). */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Activations.relu(x);
    }
  }
}
