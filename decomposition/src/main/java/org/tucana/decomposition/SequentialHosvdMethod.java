package org.tucana.decomposition;

import org.tucana.core.Tensor;

/**
 * {@link SequentialHosvd} for {@code --method sthosvd}; it does not iterate, and bounds on sweeps
 * hold anyhow.
 */
public final class SequentialHosvdMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "sthosvd";
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    return SequentialHosvd.decompose(x, TuckerRequest.target(name(), request));
  }
}
