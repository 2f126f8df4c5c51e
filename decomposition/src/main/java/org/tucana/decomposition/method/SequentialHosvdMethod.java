package org.tucana.decomposition.method;

import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.tucker.SequentialHosvd;

/** {@link SequentialHosvd} for {@code --method sthosvd}. */
public final class SequentialHosvdMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "sthosvd";
  }

  @Override
  public boolean iterates() {
    return false;
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    return SequentialHosvd.decompose(x, RequestReader.ofDirect(name(), request).target());
  }
}
