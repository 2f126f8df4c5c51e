package org.tucana.decomposition.method;

import java.util.OptionalDouble;
import org.tucana.core.Tensor;
import org.tucana.decomposition.Decomposition;
import org.tucana.decomposition.DecompositionMethod;
import org.tucana.decomposition.DecompositionRequest;
import org.tucana.decomposition.linear.Pca;

/** {@link Pca} for {@code --method pca}. */
public final class PcaMethod implements DecompositionMethod {
  @Override
  public String name() {
    return "pca";
  }

  @Override
  public boolean iterates() {
    return false;
  }

  @Override
  public Decomposition decompose(Tensor x, DecompositionRequest request) {
    RequestReader reader = RequestReader.ofDirect(name(), request);
    OptionalDouble error = reader.errorBound();
    return error.isPresent()
        ? Pca.decompose(x, error.getAsDouble())
        : Pca.decompose(x, reader.rank());
  }
}
