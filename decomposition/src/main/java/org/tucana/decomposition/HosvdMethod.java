package org.tucana.decomposition;

import org.tucana.core.Tensor;

/**
 * {@link Hosvd} for {@code --method hosvd}; it does not iterate, and bounds on sweeps hold anyhow.
 */
public final class HosvdMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "hosvd";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    return Hosvd.decompose(x, TuckerRequest.target(name(), request));
  }
}
