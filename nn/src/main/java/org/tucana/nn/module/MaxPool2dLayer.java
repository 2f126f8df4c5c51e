package org.tucana.nn.module;

import org.tucana.core.Tensor;
import org.tucana.core.kernel.PoolGeometry;
import org.tucana.core.op.Poolings;

/** Max pooling as a module, so that traces name it. */
public final class MaxPool2dLayer extends Layer {
  private final PoolGeometry geometry;

  public MaxPool2dLayer(ParameterSpace space, PoolGeometry geometry) {
    super(space);
    this.geometry = geometry;
  }

  /** x [N,C,H,W] to the largest value of each window. */
  @Override
  public Tensor forward(Tensor x) {
    try (var _ = enter(x.session())) {
      return Poolings.maxPool2d(x, geometry);
    }
  }
}
