package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.Hosvd;

/** {@link Hosvd} for {@code --method hosvd}. */
public final class HosvdMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "hosvd";
  }

  @Override
  public boolean iterates() {
    return false;
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    return Hosvd.decompose(x, RequestReader.ofDirect(name(), request).target());
  }
}
