package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.Hosvd;

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
