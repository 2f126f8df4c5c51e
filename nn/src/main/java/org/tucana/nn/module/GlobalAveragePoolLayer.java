package org.tucana.nn.module;

import org.tucana.core.Tensor;
import org.tucana.core.op.Poolings;

/** The mean over rows and columns, as a module, so that traces name it. */
public final class GlobalAveragePoolLayer extends Layer {
  public GlobalAveragePoolLayer(ParameterSpace space) {
    super(space);
  }

  /** x [N,C,H,W] to [N,C]. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Poolings.adaptiveAveragePool2d(x, 1, 1).reshape(x.dim(0), x.dim(1));
    }
  }
}
